import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveSocket, type Connection } from './socket';

class FakeSocket {
    readyState = 0;
    sent: { type: string; topic?: string; boot?: string; seq?: number }[] = [];
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    send(text: string) {
        this.sent.push(JSON.parse(text) as FakeSocket['sent'][number]);
    }
    close() {
        this.readyState = 3;
    }
    open() {
        this.readyState = 1;
        this.onopen?.();
    }
    hear(message: object) {
        this.onmessage?.({ data: JSON.stringify(message) });
    }
    drop(code = 1006) {
        this.readyState = 3;
        this.onclose?.({ code });
    }
}

let sockets: FakeSocket[] = [];
let data: unknown[] = [];
let connections: Connection[] = [];
let refused = 0;
let live: LiveSocket;

beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    data = [];
    connections = [];
    refused = 0;
    live = new LiveSocket(
        'ws://test',
        {
            on_data: (_, kind, value) => data.push([kind, value]),
            on_phone: (message) => data.push(message.type),
            on_connection: (connection) => connections.push(connection),
            on_refused: () => (refused += 1),
        },
        () => {
            const socket = new FakeSocket();
            sockets.push(socket);
            return socket as unknown as WebSocket;
        },
    );
    live.subscribe('me');
    live.start();
});
afterEach(() => {
    live.stop();
    vi.useRealTimers();
});

function socket(index: number): FakeSocket {
    const found = sockets[index];
    if (!found) throw new Error(`no connection ${index} was made`);
    return found;
}

describe('the live connection', () => {
    test('resumes with boot and number after it was lost', () => {
        socket(0).open();
        expect(socket(0).sent).toEqual([{ type: 'subscribe', topic: 'me' }]);
        socket(0).hear({ type: 'snapshot', topic: 'me', boot: 'b1', seq: 4, data: 'all' });
        socket(0).hear({ type: 'event', topic: 'me', seq: 5, data: 'next' });
        socket(0).drop();
        vi.advanceTimersByTime(1_000);
        socket(1).open();
        expect(socket(1).sent).toEqual([{ type: 'subscribe', topic: 'me', boot: 'b1', seq: 5 }]);
        expect(data).toEqual([
            ['replace', 'all'],
            ['apply', 'next'],
        ]);
        expect(connections).toEqual(['connecting', 'open', 'lost', 'lost', 'open']);
        expect(refused).toBe(0);
    });
    test('asks for everything again when an event is missing', () => {
        socket(0).open();
        socket(0).hear({ type: 'snapshot', topic: 'me', boot: 'b1', seq: 4, data: 'all' });
        socket(0).hear({ type: 'event', topic: 'me', seq: 6, data: 'too far' });
        expect(socket(0).sent.at(-1)).toEqual({ type: 'subscribe', topic: 'me' });
        expect(data).toEqual([['replace', 'all']]);
    });
    test('says that an upgrade was refused', () => {
        socket(0).drop();
        expect(refused).toBe(1);
    });
    test.each([4401, 4403])('asks who we are when it was closed with %i', (code) => {
        socket(0).open();
        socket(0).drop(1001);
        vi.advanceTimersByTime(1_000);
        socket(1).open();
        expect(refused).toBe(0);
        socket(1).drop(code);
        expect(refused).toBe(1);
    });
    test('gives a silent connection up', () => {
        socket(0).open();
        vi.advanceTimersByTime(15_000);
        expect(socket(0).sent.at(-1)).toEqual({ type: 'ping' });
        vi.advanceTimersByTime(15_000);
        expect(connections.at(-1)).toBe('lost');
        vi.advanceTimersByTime(15_000);
        expect(sockets.length).toBe(2);
    });
    test('does not stumble over what makes no sense', () => {
        socket(0).open();
        socket(0).onmessage?.({ data: '{' });
        socket(0).hear({ type: 'event', topic: 'weather', seq: 1 });
        socket(0).hear({ type: 'phone.connected' });
        expect(data).toEqual(['phone.connected']);
    });
});
