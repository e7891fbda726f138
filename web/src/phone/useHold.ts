import { useRef } from 'react';
import type { SelfCall } from '../api/types';
import { useCallActions } from './useCallActions';

/** Holds the caller or takes the caller back. Until the server has told the new state, asking again would ask for the same once more. */
export function useHold(call: SelfCall) {
    const { hold, resume } = useCallActions(call);
    const held = call.held_since !== null;
    const asked = useRef<{ call: string; held: boolean } | null>(null);
    const toggle = () => {
        const wanted = { call: call.id, held: !held };
        if (asked.current?.call === wanted.call && asked.current.held === wanted.held) return;
        asked.current = wanted;
        (held ? resume : hold).mutate(undefined, {
            onError: () => {
                asked.current = null;
            },
        });
    };
    return { held, toggle };
}
