import type { components } from './schema';

// The names the pages use for what the server sends. When the server's document names a shape differently, it is
// changed here and nowhere else.
type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Call = Schemas['Call'];
export type CallWithJournal = Schemas['CallWithJournal'];
export type CallPage = Schemas['CallPage'];
export type JournalEntry = Schemas['JournalEntry'];
export type NamedChoice = Schemas['NamedChoice'];
export type Queue = Schemas['QueueLive'];
export type Agent = Schemas['AgentLive'];
export type AgentState = Agent['state'];
export type Telephone = Schemas['Telephone'];
export type Floor = Schemas['FloorLive'];
export type DemoButton = Schemas['DemoButton'];

/** What an agent's own topic carries; it travels over the WebSocket only (docs/realtime.md). */
export interface SelfCall {
    id: string;
    state: 'offered' | 'live' | 'wrap_up';
    client: { key: string; name: string; color: string };
    queue: { key: string; name: string };
    number: string;
    caller: string | null;
    caller_name: string | null;
    greeting: string;
    started_at: number;
    queued_at: number | null;
    offered_at: number | null;
    offer_until: number | null;
    answered_at: number | null;
    ended_at: number | null;
    end_reason: string | null;
    wrap_up_until: number | null;
    extended: boolean;
    held_since: number | null;
}

export interface SelfQueue {
    key: string;
    name: string;
    client: string;
    waiting: number;
    longest_since: number | null;
}

export interface Self {
    agent: Agent;
    phone: { kind: 'browser' | 'register' | 'sip'; attached: boolean };
    call: SelfCall | null;
    queues: SelfQueue[];
}
