import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Floor } from '../api/types';
import { Live, type LiveState } from './live';

const LiveContext = createContext<Live | null>(null);

/** Holds the page's one live connection for as long as somebody is signed in. */
export function LiveProvider({ onRefused, children }: { onRefused: () => void; children: ReactNode }) {
    const [live, setLive] = useState<Live | null>(null);
    useEffect(() => {
        const started = new Live(`${window.location.origin.replace(/^http/, 'ws')}/api/live`, onRefused);
        started.socket.subscribe('me');
        started.socket.start();
        setLive(started);
        return () => started.socket.stop();
    }, [onRefused]);
    return live && <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveConnection(): Live {
    const live = useContext(LiveContext);
    if (!live) throw new Error('outside of LiveProvider');
    return live;
}

export function useLive<T>(pick: (state: LiveState) => T): T {
    const live = useLiveConnection();
    return useSyncExternalStore(live.watch, () => pick(live.read()));
}

/** The live floor; heard from the server only while a screen shows it. */
export function useFloor(): Floor | null {
    const live = useLiveConnection();
    useEffect(() => live.want_floor(), [live]);
    return useLive((state) => state.floor);
}
