import type { TFunction } from 'i18next';
import type { JournalEntry } from '../../api/types';
import { phoneNumber } from '../../format/format';
import { endReason } from './endReason';

const known = [
    'started',
    'invited',
    'greeting',
    'queued',
    'requeued',
    'offered',
    'ringing',
    'answered',
    'bridged',
    'rang_out',
    'declined',
    'agent_hung_up',
    'caller_hung_up',
    'hung_up',
    'held',
    'resumed',
    'ended',
    'wrap_up',
    'wrap_up_extended',
    'result',
    'recovered',
] as const;
type Known = (typeof known)[number];

// The same fact has had several names while the journal grew; older entries stay readable.
const aliases: Record<string, Known> = {
    call_started: 'started',
    arrived: 'started',
    offer: 'offered',
    offer_rang_out: 'rang_out',
    ring_out: 'rang_out',
    offer_declined: 'declined',
    caller_answered: 'answered',
    agent_answered: 'answered',
    connected: 'bridged',
    call_ended: 'ended',
    end: 'ended',
    wrap_up_started: 'wrap_up',
    result_filed: 'result',
    result_set: 'result',
    filed: 'result',
    greeting_started: 'greeting',
    announced: 'greeting',
    waiting: 'queued',
    enqueued: 'queued',
};

function value(entry: JournalEntry, ...names: string[]): string | null {
    for (const name of names) {
        const found = entry.data[name];
        if (typeof found === 'string' && found !== '') return found;
        if (typeof found === 'number') return String(found);
    }
    return null;
}

/** One journal entry in words. A kind this page does not know is shown as it is, with its data, never hidden. */
export function journalText(t: TFunction, entry: JournalEntry): { text: string; detail: string | null } {
    const kind = known.find((one) => one === entry.kind) ?? aliases[entry.kind];
    if (!kind) {
        const pairs = Object.entries(entry.data).map(([name, one]) => `${name}: ${String(one)}`);
        return { text: entry.kind.replaceAll('_', ' '), detail: pairs.join(', ') || null };
    }
    const caller = value(entry, 'caller');
    const reason = value(entry, 'reason', 'end_reason');
    const detail = [
        caller && phoneNumber(caller),
        value(entry, 'queue'),
        value(entry, 'agent'),
        value(entry, 'result'),
        reason && endReason(t, reason),
    ];
    return { text: t(`journal.${kind}`), detail: detail.filter(Boolean).join(' · ') || null };
}
