import type { Agent, Floor, Queue } from '../api/types';
import { asShare } from './share';

/** A change of the floor: whole rows that replace by key or login. */
export interface FloorChange {
    at: number;
    queues?: Queue[];
    agents?: Agent[];
    agents_gone?: string[];
}

function replaced<Row>(rows: Row[], changed: Row[] | undefined, key: (row: Row) => string): Row[] {
    if (!changed || changed.length === 0) return rows;
    const fresh = new Map(changed.map((row) => [key(row), row]));
    const kept = rows.map((row) => {
        const other = fresh.get(key(row));
        fresh.delete(key(row));
        return other ?? row;
    });
    return [...kept, ...fresh.values()];
}

export function applied(floor: Floor, change: FloorChange): Floor {
    const gone = new Set(change.agents_gone ?? []);
    const agents = gone.size > 0 ? floor.agents.filter((agent) => !gone.has(agent.login)) : floor.agents;
    return {
        at: change.at,
        queues: replaced(floor.queues, change.queues, (queue) => queue.key),
        agents: replaced(agents, change.agents, (agent) => agent.login),
    };
}

export interface Figures {
    waiting: number;
    longest_since: number | null;
    ready: number;
    talking: number;
    /** Share of all calls of today answered in time, 0..1, weighted by calls; null before the first call. */
    service_level: number | null;
}

/** The big figures over all queues on the screen. */
export function figures(floor: Floor): Figures {
    let waiting = 0;
    let longest: number | null = null;
    let served = 0;
    let in_time = 0;
    for (const queue of floor.queues) {
        waiting += queue.waiting;
        if (queue.longest_since !== null && (longest === null || queue.longest_since < longest))
            longest = queue.longest_since;
        const calls = queue.answered_today + queue.abandoned_today;
        const share = asShare(queue.service_level.value);
        if (share !== null) {
            served += calls;
            in_time += calls * share;
        }
    }
    const count = (state: Agent['state']) => floor.agents.filter((agent) => agent.state === state).length;
    return {
        waiting,
        longest_since: longest,
        ready: count('ready'),
        talking: count('talking'),
        service_level: served > 0 ? in_time / served : null,
    };
}
