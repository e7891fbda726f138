import { judge, reconnectDelay, type Heard, type Incoming } from './topic';

export type Topic = 'me' | 'floor';
export type Connection = 'connecting' | 'open' | 'lost';

export interface LiveListener {
    on_data(topic: Topic, kind: 'replace' | 'apply', data: unknown): void;
    on_phone(message: PhoneMessage): void;
    on_connection(connection: Connection): void;
    /** No upgrade although the server is there, or closed because of who we are: the session may be over, or the rights are others. */
    on_refused(): void;
}

export type PhoneMessage =
    | { type: 'phone.answer'; sdp: string }
    | { type: 'phone.connected' }
    | { type: 'phone.failed'; detail: string }
    | { type: 'phone.taken' };

const ping_ms = 15_000;
const silence_limit_ms = 25_000;
const no_close_frame = 1006; // RFC 6455 7.1.5
// What docs/realtime.md says of a close: the session has ended, or the rights have changed.
const closed_for_who_we_are = [4401, 4403];

type Members = Record<string, unknown>;

function isIncoming(message: Members): boolean {
    return (
        (message['type'] === 'snapshot' || message['type'] === 'event') &&
        (message['topic'] === 'me' || message['topic'] === 'floor') &&
        typeof message['seq'] === 'number'
    );
}

/** The page's one WebSocket: subscribes, resumes with {boot, seq}, reconnects for as long as it is not closed. */
export class LiveSocket {
    private socket: WebSocket | null = null;
    private readonly heard = new Map<Topic, Heard | null>();
    private attempt = 0;
    private opened = false;
    private retry: ReturnType<typeof setTimeout> | undefined;
    private pulse: ReturnType<typeof setInterval> | undefined;
    private closed = false;
    private heard_at = Date.now();

    constructor(
        private readonly url: string,
        private readonly listener: LiveListener,
        private readonly make: (url: string) => WebSocket = (url) => new WebSocket(url),
    ) {}

    start(): void {
        this.closed = false;
        window.addEventListener('online', this.try_now);
        this.connect();
    }

    stop(): void {
        this.closed = true;
        window.removeEventListener('online', this.try_now);
        clearTimeout(this.retry);
        clearInterval(this.pulse);
        this.socket?.close(1000);
        this.socket = null;
    }

    subscribe(topic: Topic): void {
        if (this.heard.has(topic)) return;
        this.heard.set(topic, null);
        this.ask(topic);
    }

    unsubscribe(topic: Topic): void {
        if (this.heard.delete(topic)) this.send({ type: 'unsubscribe', topic });
    }

    /** False when there is no open connection; what is sent is never kept for later. */
    send(message: object): boolean {
        if (this.socket?.readyState !== WebSocket.OPEN) return false;
        this.socket.send(JSON.stringify(message));
        return true;
    }

    /** When the server was last heard, in milliseconds since 1970. */
    last_heard(): number {
        return this.heard_at;
    }

    private connect(): void {
        clearTimeout(this.retry);
        this.opened = false;
        this.listener.on_connection(this.attempt === 0 ? 'connecting' : 'lost');
        const socket = this.make(this.url);
        this.socket = socket;
        socket.onopen = () => this.on_open();
        socket.onmessage = (event) => this.on_text(event.data);
        socket.onclose = (event) => {
            if (this.socket === socket) this.on_close(event.code);
        };
    }

    private on_open(): void {
        this.opened = true;
        this.attempt = 0;
        this.heard_at = Date.now();
        for (const topic of this.heard.keys()) this.ask(topic);
        clearInterval(this.pulse);
        this.pulse = setInterval(() => this.beat(), ping_ms);
        this.listener.on_connection('open');
    }

    private on_close(code: number): void {
        clearInterval(this.pulse);
        this.socket = null;
        if (this.closed) return;
        if (!this.opened || closed_for_who_we_are.includes(code)) this.listener.on_refused();
        this.attempt += 1;
        this.listener.on_connection('lost');
        this.retry = setTimeout(() => this.connect(), reconnectDelay(this.attempt, Math.random()));
    }

    // A cable that was pulled closes nothing: without a sign of life the socket is given up and made anew.
    private beat(): void {
        if (Date.now() - this.heard_at > silence_limit_ms) {
            const silent = this.socket;
            this.on_close(no_close_frame);
            silent?.close();
            return;
        }
        this.send({ type: 'ping' });
    }

    private readonly try_now = (): void => {
        if (this.closed || this.socket) return;
        this.connect();
    };

    private ask(topic: Topic): void {
        const heard = this.heard.get(topic);
        this.send({ type: 'subscribe', topic, ...(heard ?? {}) });
    }

    private on_text(text: unknown): void {
        this.heard_at = Date.now();
        if (typeof text !== 'string') return;
        let message: unknown;
        try {
            message = JSON.parse(text);
        } catch {
            return;
        }
        if (typeof message !== 'object' || message === null || !('type' in message)) return;
        const members = message as Members;
        if (isIncoming(members)) this.on_topic(members as unknown as Incoming);
        else if (typeof members['type'] === 'string' && members['type'].startsWith('phone.')) {
            this.listener.on_phone(members as unknown as PhoneMessage);
        }
    }

    private on_topic(message: Incoming): void {
        const topic = message.topic as Topic;
        if (!this.heard.has(topic)) return;
        const verdict = judge(this.heard.get(topic) ?? null, message);
        switch (verdict.do) {
            case 'replace':
            case 'apply':
                this.heard.set(topic, verdict.heard);
                this.listener.on_data(topic, verdict.do, verdict.data);
                return;
            case 'start_over':
                this.heard.set(topic, null);
                this.ask(topic);
                return;
            case 'ignore':
                return;
        }
    }
}
