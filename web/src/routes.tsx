import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { CallsScreen } from './screens/calls/CallsScreen';
import { readFilters } from './screens/calls/filters';
import { HomeScreen } from './screens/desk/HomeScreen';
import { FloorScreen } from './screens/floor/FloorScreen';
import { TelephonesScreen } from './screens/telephones/TelephonesScreen';
import { ShiftCheckScreen } from './screens/shift-check/ShiftCheckScreen';
import { Crash } from './shell/Crash';
import { Session } from './session/Session';

const root = createRootRoute({ component: Session });
const home = createRoute({ getParentRoute: () => root, path: '/', component: HomeScreen });
const check = createRoute({ getParentRoute: () => root, path: '/check', component: ShiftCheckScreen });
const floor = createRoute({ getParentRoute: () => root, path: '/floor', component: FloorScreen });
const calls = createRoute({
    getParentRoute: () => root,
    path: '/calls',
    component: CallsScreen,
    validateSearch: readFilters,
});
const telephones = createRoute({ getParentRoute: () => root, path: '/telephones', component: TelephonesScreen });
const elsewhere = createRoute({
    getParentRoute: () => root,
    path: '$',
    beforeLoad: () => {
        throw redirect({ to: '/' });
    },
});

export const router = createRouter({
    routeTree: root.addChildren([home, check, floor, calls, telephones, elsewhere]),
    defaultErrorComponent: Crash,
});

declare module '@tanstack/react-router' {
    interface Register {
        router: typeof router;
    }
}
