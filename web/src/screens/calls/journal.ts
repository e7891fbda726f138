import type { TFunction } from 'i18next';
import type { JournalEntry } from '../../api/types';
import { phoneNumber, timer } from '../../format/format';
import { endReason } from './endReason';

const known = [
    'arrived',
    'answering',
    'confirmed',
    'dialog',
    'queued',
    'offered',
    'offer_ended',
    'agent_answered',
    'connected',
    'agent_away',
    'agent_back',
    'held',
    'resumed',
    'returned',
    'ended',
    'closed',
    'wrapped_up',
] as const;
const whys = ['rang_out', 'declined', 'busy', 'unreachable', 'phone_lost', 'agent_lost'] as const;

function value(entry: JournalEntry, name: string): string | null {
    const found = entry.data[name];
    if (typeof found === 'number') return String(found);
    return typeof found === 'string' && found !== '' ? found : null;
}

/** One journal entry in words; `names` by "queue key" and "agent login", as far as they are known. A kind this page does not know is shown as it is, with its data, never hidden. */
export function journalText(
    t: TFunction,
    entry: JournalEntry,
    names: ReadonlyMap<string, string> = new Map(),
): { text: string; detail: string | null } {
    const kind = known.find((one) => one === entry.kind);
    if (!kind) {
        const pairs = Object.entries(entry.data).map(([name, one]) => `${name}: ${String(one)}`);
        return { text: entry.kind.replaceAll('_', ' '), detail: pairs.join(', ') || null };
    }
    const caller = value(entry, 'caller');
    const reason = value(entry, 'reason');
    const why = value(entry, 'why');
    const named = (member: 'queue' | 'agent') => {
        const key = value(entry, member);
        return key && (names.get(`${member} ${key}`) ?? key);
    };
    const held_ms = value(entry, 'held_ms');
    const known_why = whys.find((one) => one === why);
    const detail = [
        caller && phoneNumber(caller),
        named('queue'),
        named('agent'),
        known_why ? t(`why.${known_why}`) : why,
        reason && endReason(t, reason),
        held_ms && timer(Number(held_ms)),
    ];
    return { text: t(`journal.${kind}`), detail: detail.filter(Boolean).join(' · ') || null };
}
