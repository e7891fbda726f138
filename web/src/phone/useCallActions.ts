import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, done } from '../api/client';
import type { SelfCall } from '../api/types';
import { tellFault } from '../parts/Fault';

/** What an agent can do with the own call; the screen changes when the server tells the new state. */
export function useCallActions(call: SelfCall | null) {
    const { t } = useTranslation();
    const body = { call: call?.id ?? '' };
    const onError = (cause: unknown) => tellFault(t, cause);
    return {
        answer: useMutation({ mutationFn: () => done(api.POST('/api/me/call/answer', { body })), onError }),
        decline: useMutation({ mutationFn: () => done(api.POST('/api/me/call/decline', { body })), onError }),
        hang_up: useMutation({ mutationFn: () => done(api.POST('/api/me/call/hang-up', { body })), onError }),
        hold: useMutation({ mutationFn: () => done(api.POST('/api/me/call/hold', { body })), onError }),
        resume: useMutation({ mutationFn: () => done(api.POST('/api/me/call/resume', { body })), onError }),
        extend: useMutation({ mutationFn: () => done(api.POST('/api/me/call/extend-wrap-up', { body })), onError }),
        finish: useMutation({ mutationFn: () => done(api.POST('/api/me/call/finish', { body })), onError }),
    };
}
