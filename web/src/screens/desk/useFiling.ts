import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, done } from '../../api/client';
import { forgetDraft, keepDraft, readDraft, type Draft } from './draft';

const typing_pause_ms = 1_200;

export interface Filing {
    draft: Draft;
    saving: boolean;
    fault: Error | null;
    pick: (result: string) => void;
    write: (note: string) => void;
    /** Saves what is not saved yet; false when the server did not take it. */
    save: () => Promise<boolean>;
    /** The call is done with: nothing of it stays in this browser. */
    forget: () => void;
}

/** Result and note of one call: saved as soon as there is a result, and after every pause in typing from then on. */
export function useFiling(call: string): Filing {
    const queries = useQueryClient();
    const [draft, setDraft] = useState<Draft>(() => readDraft(call));
    const latest = useRef(draft);
    const put = useMutation({
        // One after another, so that an older note never overwrites a newer one.
        scope: { id: `file-${call}` },
        mutationFn: (sent: { result: string; note: string }) =>
            done(api.PUT('/api/calls/{id}/result', { params: { path: { id: call } }, body: sent })),
        onSuccess: (_, sent) => {
            const now = latest.current;
            if (now.result === sent.result && now.note === sent.note) change({ ...now, saved: true });
            void queries.invalidateQueries({ queryKey: ['to-complete'] });
        },
    });
    const { mutateAsync, isPending, error } = put;

    const change = useCallback(
        (next: Draft) => {
            latest.current = next;
            keepDraft(call, next);
            setDraft(next);
        },
        [call],
    );
    const save = useCallback(async () => {
        const { result, note, saved } = latest.current;
        if (saved || result === null) return saved;
        return mutateAsync({ result, note }).then(
            () => true,
            () => false,
        );
    }, [mutateAsync]);

    useEffect(() => {
        if (draft.saved || draft.result === null) return;
        const pause = setTimeout(() => void save(), typing_pause_ms);
        return () => clearTimeout(pause);
    }, [draft, save]);
    // A call that leaves the screen takes its last words with it.
    useEffect(() => () => void save(), [save]);

    return {
        draft,
        saving: isPending,
        fault: error,
        pick: (result) => {
            change({ ...latest.current, result, saved: false });
            void save();
        },
        write: (note) => change({ ...latest.current, note, saved: false }),
        save,
        forget: () => forgetDraft(call),
    };
}
