import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useLiveConnection } from '../live/LiveProvider';
import { BrowserPhone, type PhoneView } from './phone';
import { LevelMeter } from './sound';

const PhoneContext = createContext<BrowserPhone | null>(null);

export function PhoneProvider({ children }: { children: ReactNode }) {
    const live = useLiveConnection();
    const [phone, setPhone] = useState<BrowserPhone | null>(null);
    useEffect(() => {
        const made = new BrowserPhone(live);
        setPhone(made);
        return () => made.dispose();
    }, [live]);
    return phone && <PhoneContext value={phone}>{children}</PhoneContext>;
}

export function usePhone(): BrowserPhone {
    const phone = useContext(PhoneContext);
    if (!phone) throw new Error('outside of PhoneProvider');
    return phone;
}

export function usePhoneView(): PhoneView {
    const phone = usePhone();
    return useSyncExternalStore(phone.watch, phone.read);
}

/** True while another page of this browser is open: only one can be the telephone. */
export function useSecondTab(): boolean {
    const [second, setSecond] = useState(false);
    const own = useRef(Math.random());
    useEffect(() => {
        const channel = new BroadcastChannel('rufwerk.desk');
        channel.onmessage = (event: MessageEvent<{ kind: string; from: number }>) => {
            if (event.data.kind === 'gone') setSecond(false);
            else setSecond(true);
            if (event.data.kind === 'hello') channel.postMessage({ kind: 'here', from: own.current });
        };
        channel.postMessage({ kind: 'hello', from: own.current });
        const leave = () => channel.postMessage({ kind: 'gone', from: own.current });
        window.addEventListener('pagehide', leave);
        return () => {
            window.removeEventListener('pagehide', leave);
            leave();
            channel.close();
        };
    }, []);
    return second;
}

/** Level of a stream as an element whose width follows it, without re-rendering the page sixty times a second. */
export function Level({ stream, label }: { stream: MediaStream | null; label: string }) {
    const bar = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (!stream) return;
        const meter = new LevelMeter(stream);
        let frame = 0;
        const draw = () => {
            const level = meter.level();
            if (bar.current) bar.current.style.transform = `scaleX(${level.toFixed(3)})`;
            frame = requestAnimationFrame(draw);
        };
        draw();
        return () => {
            cancelAnimationFrame(frame);
            meter.close();
        };
    }, [stream]);
    return (
        <div className="level" role="img" aria-label={label}>
            <div ref={bar} />
        </div>
    );
}
