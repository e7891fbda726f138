import { describe, expect, test } from 'vitest';
import { judge, reconnectDelay } from './topic';

const heard = { boot: 'a', seq: 41 };
const event = (seq: number) => ({ type: 'event', topic: 'me', seq, data: seq }) as const;

describe('a topic', () => {
    test('takes the next event', () => {
        expect(judge(heard, event(42))).toEqual({ do: 'apply', heard: { boot: 'a', seq: 42 }, data: 42 });
    });
    test('ignores what it has heard already', () => {
        expect(judge(heard, event(41)).do).toBe('ignore');
        expect(judge(heard, event(7)).do).toBe('ignore');
    });
    test('starts over when an event is missing', () => {
        expect(judge(heard, event(43)).do).toBe('start_over');
    });
    test('starts over when an event comes before any snapshot', () => {
        expect(judge(null, event(1)).do).toBe('start_over');
    });
    test('is replaced by a snapshot of another boot, whose numbers begin anew', () => {
        const verdict = judge(heard, { type: 'snapshot', topic: 'me', boot: 'b', seq: 3, data: 'all' });
        expect(verdict).toEqual({ do: 'replace', heard: { boot: 'b', seq: 3 }, data: 'all' });
    });
});

describe('the delay before reconnecting', () => {
    test('grows and stays under its limit', () => {
        expect(reconnectDelay(1, 1)).toBe(1_000);
        expect(reconnectDelay(2, 1)).toBe(2_000);
        expect(reconnectDelay(500, 1)).toBe(15_000);
    });
    test('is spread so that a floor does not come back at once', () => {
        expect(reconnectDelay(3, 0)).toBe(2_000);
        expect(reconnectDelay(3, 1)).toBe(4_000);
    });
});
