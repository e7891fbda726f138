import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { answer, api, done, onSessionOver } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Me } from '../api/types';

/** Names of the server's permission table that the pages ask for. */
export type Permission =
    | 'call.take'
    | 'presence.set'
    | 'floor.see'
    | 'call.see'
    | 'call.file_result'
    | 'catalogue.see'
    | 'user.see'
    | 'centre.manage';

export const meKey = ['me'] as const;

/** Who is signed in; null when nobody is. */
export function useMe() {
    return useQuery({
        queryKey: meKey,
        staleTime: Infinity,
        queryFn: async (): Promise<Me | null> => {
            try {
                return await answer(api.GET('/api/me'));
            } catch (problem) {
                if (problem instanceof ApiProblem && problem.status === 401) return null;
                throw problem;
            }
        },
    });
}

/** For everything under the shell, where somebody is signed in. */
export function useMyself(): Me {
    const me = useMe().data;
    if (!me) throw new Error('outside of the session');
    return me;
}

export function may(me: Me, permission: Permission): boolean {
    return me.permissions.includes(permission);
}

export function hasBrowserPhone(me: Me): boolean {
    return may(me, 'call.take') && me.phone === 'browser';
}

const signed_in = 'rufwerk.signed_in';

/** Who was signed in here and did not sign out: after a session that ended by itself, the one who comes back. */
export function lastSignedIn(): string {
    return sessionStorage.getItem(signed_in) ?? '';
}

export function rememberSignedIn(login: string): void {
    sessionStorage.setItem(signed_in, login);
}

/** Nobody is signed in any more, and nothing of one person may show to the next one at this desk. */
function clearPerson(queries: QueryClient): void {
    queries.setQueryData(meKey, null);
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== meKey[0] });
}

export function useSessionOver(): void {
    const queries = useQueryClient();
    useEffect(() => onSessionOver(() => clearPerson(queries)), [queries]);
}

export function useSignOut(): () => Promise<void> {
    const queries = useQueryClient();
    return useCallback(async () => {
        await done(api.DELETE('/api/sessions/current')).catch((problem: unknown) => {
            if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem;
        });
        sessionStorage.removeItem(signed_in);
        clearPerson(queries);
    }, [queries]);
}
