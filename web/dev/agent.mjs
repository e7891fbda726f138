// The state of the signed-in agent in the fake centre: one call through offered, live and wrap-up.
import { clients, queues } from './centre.mjs';

export class FakeAgent {
    constructor(person, publish) {
        this.person = person;
        this.publish = publish;
        this.seq = 1;
        this.agent = {
            login: person.login,
            name: person.name,
            state: 'offline',
            since: Date.now() - 65_000,
            until: null,
            reason: null,
            phone: person.phone,
            phone_ready: true,
            call: null,
            queue: null,
            client: null,
        };
        this.phone = { kind: person.phone === 'browser' ? 'browser' : 'sip', attached: person.phone !== 'browser' };
        this.call = null;
        this.toComplete = [];
    }

    self() {
        const now = Date.now();
        return {
            agent: this.agent,
            phone: this.phone,
            call: this.call,
            queues: queues.slice(0, 2).map((queue, index) => ({
                ...queue,
                waiting: index === 0 ? 4 : 0,
                longest_since: index === 0 ? now - 72_000 : null,
            })),
        };
    }

    changed() {
        this.seq += 1;
        this.publish({ type: 'event', topic: 'me', seq: this.seq, data: this.self() });
    }

    presence(state, reason = null) {
        this.agent = { ...this.agent, state, reason, since: Date.now() };
        this.changed();
    }

    offer() {
        const now = Date.now();
        const client = clients[0];
        this.call = {
            id: String(9_001 + (this.seq % 900)),
            state: 'offered',
            client,
            queue: { key: 'tarif', name: 'Tarifberatung' },
            number: '+495551448000',
            caller: '+495551448207',
            caller_name: 'Marlies Petersen',
            greeting: `Stadtwerke Nordheim, guten Tag, mein Name ist ${this.person.name}. Was kann ich für Sie tun?`,
            started_at: now - 14_000,
            queued_at: now - 12_000,
            offered_at: now,
            offer_until: now + 20_000,
            answered_at: null,
            ended_at: null,
            end_reason: null,
            wrap_up_until: null,
            extended: false,
        };
        this.presence('offered');
    }

    answer() {
        if (!this.call) return;
        this.call = { ...this.call, state: 'live', answered_at: Date.now() };
        this.presence('talking');
    }

    end(reason) {
        if (!this.call) return;
        const now = Date.now();
        this.call = { ...this.call, state: 'wrap_up', ended_at: now, end_reason: reason, wrap_up_until: now + 30_000 };
        this.presence('wrap_up');
    }

    extend() {
        if (!this.call?.wrap_up_until) return;
        this.call = { ...this.call, extended: true, wrap_up_until: this.call.wrap_up_until + 30_000 };
        this.changed();
    }

    leave(state) {
        this.call = null;
        this.presence(state);
    }
}
