import type { Agent, AgentState } from '../../api/types';

// What a supervisor must act on comes first; who is away comes last.
const order: AgentState[] = [
    'not_responding',
    'connection_lost',
    'offered',
    'talking',
    'wrap_up',
    'ready',
    'pause',
    'offline',
];

/** By state, then the longest in it first, then by name, so that equals do not jump. */
export function inOrder(agents: readonly Agent[]): Agent[] {
    return [...agents].sort(
        (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.since - b.since || a.name.localeCompare(b.name),
    );
}

export function countByState(agents: readonly Agent[]): { state: AgentState; count: number }[] {
    return order
        .map((state) => ({ state, count: agents.filter((agent) => agent.state === state).length }))
        .filter(({ count }) => count > 0);
}
