// One topic of the live connection: a snapshot, then numbered events without gaps (docs/realtime.md). Pure, so that
// every order of arrival can be tested.

export interface Heard {
    boot: string;
    seq: number;
}

export type Incoming =
    | { type: 'snapshot'; topic: string; boot: string; seq: number; data: unknown }
    | { type: 'event'; topic: string; seq: number; data: unknown };

export type Verdict =
    | { do: 'replace'; heard: Heard; data: unknown }
    | { do: 'apply'; heard: Heard; data: unknown }
    | { do: 'ignore' }
    /** An event is missing: what is on the screen may be wrong, so ask for the whole state. */
    | { do: 'start_over' };

export function judge(heard: Heard | null, message: Incoming): Verdict {
    if (message.type === 'snapshot') {
        return { do: 'replace', heard: { boot: message.boot, seq: message.seq }, data: message.data };
    }
    if (heard === null) return { do: 'start_over' };
    if (message.seq <= heard.seq) return { do: 'ignore' };
    if (message.seq > heard.seq + 1) return { do: 'start_over' };
    return { do: 'apply', heard: { boot: heard.boot, seq: message.seq }, data: message.data };
}

const first_delay_ms = 500;
const longest_delay_ms = 15_000;

/** How long to wait before the next attempt; half of it is dice (0..1) so that a whole floor does not come back at once. */
export function reconnectDelay(attempt: number, dice: number): number {
    const full_ms = Math.min(longest_delay_ms, first_delay_ms * 2 ** Math.min(attempt, 10));
    return Math.round(full_ms / 2 + (full_ms / 2) * dice);
}
