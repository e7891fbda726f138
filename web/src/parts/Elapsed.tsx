import { useEffect, useState } from 'react';
import { serverNow } from '../format/clock';
import { countdown, timer } from '../format/format';

/** The server's time, renewed every second in the component that asks. */
export function useNow(): number {
    const [now, setNow] = useState(serverNow);
    useEffect(() => {
        const tick = setInterval(() => setNow(serverNow()), 1000);
        return () => clearInterval(tick);
    }, []);
    return now;
}

/** A timer that counts up from an instant; alone in its element so that nothing else is drawn again. */
export function Elapsed({ since }: { since: number }) {
    return <time>{timer(useNow() - since)}</time>;
}

export function Left({ until }: { until: number }) {
    return <time>{countdown(until - useNow())}</time>;
}
