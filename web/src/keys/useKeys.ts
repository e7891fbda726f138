import { useEffect, useRef } from 'react';
import { commandFor, isField, singleKeysAreOn, type Command } from './keys';

/** Gives every key command to `handle`; what it takes (returns true) is kept from the browser. */
export function useKeys(handle: (command: Command) => boolean): void {
    const latest = useRef(handle);
    useEffect(() => {
        latest.current = handle;
    });
    useEffect(() => {
        const on_key = (event: KeyboardEvent) => {
            if (event.defaultPrevented) return;
            const command = commandFor(event, isField(event.target), singleKeysAreOn());
            if (command !== null && latest.current(command)) event.preventDefault();
        };
        window.addEventListener('keydown', on_key);
        return () => window.removeEventListener('keydown', on_key);
    }, []);
}
