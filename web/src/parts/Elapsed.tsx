import { useSyncExternalStore } from 'react';
import { serverNow } from '../format/clock';
import { countdown, timer } from '../format/format';

// One tick for all timers of the page: two hundred agents on a floor need no two hundred intervals.
const watchers = new Set<() => void>();
let now_ms = serverNow();
let tick: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
    watchers.add(watcher);
    if (tick === undefined) {
        now_ms = serverNow();
        tick = setInterval(() => {
            now_ms = serverNow();
            watchers.forEach((one) => one());
        }, 1000);
    }
    return () => {
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        clearInterval(tick);
        tick = undefined;
    };
}

/** The server's time, renewed every second in the component that asks. */
export function useNow(): number {
    return useSyncExternalStore(watch, () => now_ms);
}

/** A timer that counts up from an instant; alone in its element so that nothing else is drawn again. */
export function Elapsed({ since }: { since: number }) {
    return <time>{timer(useNow() - since)}</time>;
}

export function Left({ until }: { until: number }) {
    return <time>{countdown(until - useNow())}</time>;
}
