import type { Floor, Self } from '../api/types';
import { applied, type FloorChange } from './floor';
import { LiveSocket, type Connection, type PhoneMessage, type Topic } from './socket';

export interface LiveState {
    connection: Connection;
    self: Self | null;
    floor: Floor | null;
}

// A busy floor changes a hundred times a second; the screen is redrawn four times.
const redraw_ms = 250;

/** What the server tells by itself, for the whole page: one object, started by the session, read by hooks. */
export class Live {
    private state: LiveState = { connection: 'connecting', self: null, floor: null };
    private readonly watchers = new Set<() => void>();
    private readonly phones = new Set<(message: PhoneMessage) => void>();
    private readonly opens = new Set<() => void>();
    private redraw: ReturnType<typeof setTimeout> | undefined;
    private floor_screens = 0;
    readonly socket: LiveSocket;

    constructor(url: string, on_refused: () => void) {
        this.socket = new LiveSocket(url, {
            on_data: (topic, kind, data) => this.on_data(topic, kind, data),
            on_phone: (message) => this.phones.forEach((phone) => phone(message)),
            on_connection: (connection) => this.on_connection(connection),
            on_refused,
        });
    }

    readonly watch = (watcher: () => void): (() => void) => {
        this.watchers.add(watcher);
        return () => this.watchers.delete(watcher);
    };

    hear_phone(phone: (message: PhoneMessage) => void): () => void {
        this.phones.add(phone);
        return () => this.phones.delete(phone);
    }

    /** Told after every (re)connection. */
    hear_open(open: () => void): () => void {
        this.opens.add(open);
        return () => this.opens.delete(open);
    }

    want_floor(): () => void {
        this.floor_screens += 1;
        this.socket.subscribe('floor');
        return () => {
            this.floor_screens -= 1;
            if (this.floor_screens > 0) return;
            this.socket.unsubscribe('floor');
            this.state = { ...this.state, floor: null };
        };
    }

    read(): LiveState {
        return this.state;
    }

    private on_connection(connection: Connection): void {
        if (connection === this.state.connection) return;
        this.set({ ...this.state, connection });
        if (connection === 'open') this.opens.forEach((open) => open());
    }

    private on_data(topic: Topic, kind: 'replace' | 'apply', data: unknown): void {
        if (topic === 'me') {
            this.set({ ...this.state, self: data as Self });
            return;
        }
        if (kind === 'replace') {
            this.set({ ...this.state, floor: data as Floor });
        } else if (this.state.floor) {
            this.state = { ...this.state, floor: applied(this.state.floor, data as FloorChange) };
            this.redraw ??= setTimeout(() => this.tell(), redraw_ms);
        }
    }

    private set(state: LiveState): void {
        this.state = state;
        this.tell();
    }

    private tell(): void {
        clearTimeout(this.redraw);
        this.redraw = undefined;
        this.watchers.forEach((watcher) => watcher());
    }
}
