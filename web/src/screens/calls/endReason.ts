import type { TFunction } from 'i18next';

const known = [
    'caller_hung_up',
    'agent_hung_up',
    'abandoned',
    'cancelled',
    'no_ack',
    'media_lost',
    'agent_lost',
    'restart',
    'session_expired',
    'no_agent',
    'waited_too_long',
    'queue_removed',
    'too_long',
    'refused_media',
] as const;

/** The server's reason in words; a newer server may know more than this page. */
export function endReason(t: TFunction, reason: string): string {
    const found = known.find((one) => one === reason);
    if (found) return t(`end_reason.${found}`);
    if (reason.startsWith('refused')) return t('end_reason.refused');
    return t('end_reason.other', { reason: reason.replaceAll('_', ' ') });
}
