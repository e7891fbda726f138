import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api, done } from '../api/client';
import type { NamedChoice } from '../api/types';
import { tellFault } from '../parts/Fault';

export interface PresenceWish {
    state: 'ready' | 'pause' | 'offline';
    reason?: string;
}

export function nameOf(choice: NamedChoice, language: string): string {
    return language.startsWith('de') ? choice.name_de : choice.name_en;
}

export function usePauseReasons() {
    return useQuery({
        queryKey: ['pause-reasons'],
        staleTime: 600_000,
        queryFn: async () => (await answer(api.GET('/api/pause-reasons'))).items,
    });
}

export function useSetMyPresence() {
    const { t } = useTranslation();
    return useMutation({
        mutationFn: (body: PresenceWish) => done(api.PUT('/api/me/presence', { body })),
        onError: (cause) => tellFault(t, cause),
    });
}
