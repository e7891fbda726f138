import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../live/LiveProvider';
import { callerOf } from '../screens/desk/caller';
import { hasBrowserPhone, useMyself } from '../session/me';
import { readPreferences } from './preferences';
import { Ringer } from './sound';

/** The icon of the tab: with a mark while a call is offered, seen also when the tab is one of many. */
function showIcon(name: 'icon' | 'icon-call'): void {
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', `/${name}.svg`);
}

/** Names the page after `place`, and makes an offered call noticed: ring tone, desktop notification, title and icon of the tab. */
export function useCallPresence(place: string): void {
    const { t } = useTranslation();
    const me = useMyself();
    const call = useLive((state) => state.self?.call ?? null);
    const offered = call?.state === 'offered' ? call : null;
    const rings_here = hasBrowserPhone(me);
    const ringer = useRef<Ringer | null>(null);
    const id = offered?.id;
    const { client, caller } = useMemo(
        () => ({
            client: offered?.client.name ?? '',
            caller: offered ? callerOf(t, offered) : '',
        }),
        [offered, t],
    );

    useEffect(() => {
        if (!id || !rings_here) return;
        ringer.current ??= new Ringer();
        const bell = ringer.current;
        void bell.start(readPreferences(me.login).ringer);
        return () => bell.stop();
    }, [id, rings_here, me.login]);

    useEffect(() => {
        if (!id) {
            document.title = place ? `${place} – Rufwerk` : 'Rufwerk';
            return;
        }
        const title = t('notify.title', { client });
        document.title = `☎ ${title}`;
        showIcon('icon-call');
        let notice: Notification | null = null;
        if ('Notification' in window && Notification.permission === 'granted' && document.hidden) {
            notice = new Notification(title, { body: caller, tag: `rufwerk-${id}`, requireInteraction: true });
            notice.onclick = () => window.focus();
        }
        return () => {
            document.title = 'Rufwerk';
            showIcon('icon');
            notice?.close();
        };
    }, [id, client, caller, place, t]);
}
