import { describe, expect, test } from 'vitest';
import type { Agent, Floor, Queue } from '../api/types';
import { applied, figures } from './floor';
import { asShare, verdictOn } from './share';

const agent = (login: string, state: Agent['state']): Agent => ({
    login,
    name: login,
    state,
    since: 0,
    until: null,
    reason: null,
    phone: 'browser',
    phone_ready: true,
    phone_lost: null,
    call: null,
    queue: null,
    client: null,
    next: null,
});
const queue = (key: string, change: Partial<Queue>, value: number | null): Queue => ({
    key,
    name: key,
    client: 'c',
    client_name: 'C',
    waiting: 0,
    longest_since: null,
    talking: 0,
    offered: 0,
    answered_today: 0,
    abandoned_today: 0,
    service_level: { within_s: 20, percent: 80, value, definition: 'B' },
    ...change,
});
const floor: Floor = { at: 1, queues: [queue('a', {}, null)], agents: [agent('x', 'ready'), agent('y', 'pause')] };

describe('a change of the floor', () => {
    test('replaces whole rows, adds new ones and keeps the rest as it was', () => {
        const next = applied(floor, { at: 2, agents: [agent('y', 'talking'), agent('z', 'ready')] });
        expect(next.agents.map((one) => `${one.login} ${one.state}`)).toEqual(['x ready', 'y talking', 'z ready']);
        expect(next.agents[0]).toBe(floor.agents[0]);
        expect(next.queues).toBe(floor.queues);
        expect(next.at).toBe(2);
    });
    test('takes away who is gone', () => {
        expect(applied(floor, { at: 2, agents_gone: ['x'] }).agents.map((one) => one.login)).toEqual(['y']);
    });
});

describe('the big figures', () => {
    test('add up queues, take the longest wait, and weigh the service level by calls', () => {
        const sums = figures({
            ...floor,
            queues: [
                queue('a', { waiting: 2, longest_since: 500, answered_today: 90, abandoned_today: 10 }, 90),
                queue('b', { waiting: 1, longest_since: 300, answered_today: 300, abandoned_today: 0 }, 50),
                queue('c', {}, null),
            ],
        });
        expect(sums).toEqual({ waiting: 3, longest_since: 300, ready: 1, talking: 0, service_level: 0.6 });
    });
    test('show no service level before the first call', () => {
        expect(figures(floor).service_level).toBeNull();
    });
});

describe('a service level', () => {
    test('comes in per cent and is a share', () => {
        expect([asShare(84.5), asShare(1), asShare(null)]).toEqual([0.845, 0.01, null]);
    });
    test('is on, near or below its target', () => {
        expect([verdictOn(0.8, 80), verdictOn(0.75, 80), verdictOn(0.6, 80)]).toEqual(['ok', 'low', 'bad']);
    });
});
