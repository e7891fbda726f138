import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answer, api, done } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Me } from '../api/types';

/** Names of the server's permission table that the pages ask for. */
export type Permission = 'call.take' | 'presence.set' | 'floor.see' | 'call.see' | 'call.file_result' | 'catalogue.see';

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

export function useSignOut(): () => Promise<void> {
    const queries = useQueryClient();
    return useCallback(async () => {
        await done(api.DELETE('/api/sessions/current')).catch((problem: unknown) => {
            if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem;
        });
        queries.setQueryData(meKey, null);
        // Nothing of one person may show to the next one at this desk.
        queries.removeQueries({ predicate: (query) => query.queryKey[0] !== meKey[0] });
    }, [queries]);
}
