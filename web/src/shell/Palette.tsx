import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight';
import {
    IconCircleCheck,
    IconCoffee,
    IconKeyboard,
    IconLogout,
    IconMicrophone,
    IconPhone,
    IconPhoneOff,
    IconPower,
    IconSearch,
    type Icon,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLive } from '../live/LiveProvider';
import { tellFault } from '../parts/Fault';
import { useCallActions } from '../phone/useCallActions';
import { may, useMyself, useSignOut } from '../session/me';
import { nameOf, usePauseReasons, useSetMyPresence } from '../session/presence';
import type { areasOf } from './Shell';

export function openPalette(): void {
    spotlight.open();
}

function action(id: string, label: string, Mark: Icon, onClick: () => void): SpotlightActionData {
    return { id, label, onClick, leftSection: <Mark size={18} aria-hidden /> };
}

/** Only what can be done at this moment is in the list. */
function useCommands(areas: ReturnType<typeof areasOf>, openKeys: () => void): SpotlightActionData[] {
    const { t, i18n } = useTranslation();
    const me = useMyself();
    const navigate = useNavigate();
    const sign_out = useSignOut();
    const presence = useSetMyPresence();
    const reasons = usePauseReasons().data ?? [];
    const call = useLive((state) => state.self?.call ?? null);
    const act = useCallActions(call);
    const takes_calls = may(me, 'call.take');
    return [
        ...(call?.state === 'offered'
            ? [action('answer', t('call.answer'), IconPhone, () => act.answer.mutate())]
            : []),
        ...(call?.state === 'live'
            ? [action('hang-up', t('call.hang_up'), IconPhoneOff, () => act.hang_up.mutate())]
            : []),
        ...areas.map((area) => action(area.to, t(area.name), area.icon, () => void navigate({ to: area.to }))),
        ...(takes_calls
            ? [
                  action('ready', t('presence.ready'), IconCircleCheck, () => presence.mutate({ state: 'ready' })),
                  ...reasons.map((reason) =>
                      action(`pause-${reason.key}`, nameOf(reason, i18n.language), IconCoffee, () =>
                          presence.mutate({ state: 'pause', reason: reason.key }),
                      ),
                  ),
                  action('offline', t('presence.offline'), IconPower, () => presence.mutate({ state: 'offline' })),
                  action('check', t('menu.check'), IconMicrophone, () => void navigate({ to: '/check' })),
              ]
            : []),
        action('keys', t('menu.keys'), IconKeyboard, openKeys),
        action(
            'sign-out',
            t('menu.sign_out'),
            IconLogout,
            () => void sign_out().catch((cause: unknown) => tellFault(t, cause)),
        ),
    ];
}

export function Palette({ areas, openKeys }: { areas: ReturnType<typeof areasOf>; openKeys: () => void }) {
    const { t } = useTranslation();
    const commands = useCommands(areas, openKeys);
    return (
        <Spotlight
            actions={commands}
            shortcut={null}
            nothingFound={t('palette.nothing')}
            highlightQuery={false}
            searchProps={{
                leftSection: <IconSearch size={18} aria-hidden />,
                placeholder: t('palette.placeholder'),
                'aria-label': t('palette.placeholder'),
            }}
        />
    );
}
