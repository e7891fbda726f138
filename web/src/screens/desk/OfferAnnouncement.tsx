import { useTranslation } from 'react-i18next';
import type { SelfCall } from '../../api/types';
import { callerOf } from './caller';

/** For screen readers: only an offered call may interrupt. */
export function OfferAnnouncement({ call }: { call: SelfCall | null }) {
    const { t } = useTranslation();
    const caller = call ? callerOf(t, call) : '';
    return (
        <div className="hidden-text" aria-live="assertive">
            {call?.state === 'offered' ? t('desk.offer_announcement', { client: call.client.name, caller }) : ''}
        </div>
    );
}
