import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Me } from '../api/types';
import { useLive } from '../live/LiveProvider';
import { hasBrowserPhone } from '../session/me';
import { usePhone } from './PhoneProvider';
import { checkIsFresh, readPreferences } from './preferences';

/** On opening the page: attaches the browser telephone when this shift's check was passed, else leads to the check. */
export function useTelephone(me: Me): void {
    const phone = usePhone();
    const navigate = useNavigate();
    const wanted = hasBrowserPhone(me);
    useEffect(() => {
        if (!wanted || phone.read().state !== 'off') return;
        const preferences = readPreferences(me.login);
        if (checkIsFresh(preferences)) void phone.attach_if_free(preferences);
        else void navigate({ to: '/check' });
    }, [wanted, phone, me.login, navigate]);

    // Nobody starts a call muted because the one before ended so.
    const call = useLive((state) => state.self?.call?.id);
    useEffect(() => {
        if (phone.read().muted) phone.mute(false);
        phone.release_if_deaf();
    }, [call, phone]);
}
