import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { asLanguage, showLanguage } from '../i18n';
import { LiveProvider } from '../live/LiveProvider';
import { Fault } from '../parts/Fault';
import { PhoneProvider } from '../phone/PhoneProvider';
import { SignInScreen } from '../screens/sign-in/SignInScreen';
import { Shell } from '../shell/Shell';
import { meKey, rememberSignedIn, useMe, useSessionOver } from './me';

/** Nobody signed in: the sign-in. Somebody: the live connection, the telephone and the shell around the screens. */
export function Session() {
    const { t, i18n } = useTranslation();
    const queries = useQueryClient();
    const me = useMe();
    const login = me.data?.login;
    useSessionOver();
    useEffect(() => {
        if (login) rememberSignedIn(login);
    }, [login]);
    // A refused WebSocket may mean a session that has ended; asking who I am tells.
    const ask_again = useCallback(() => void queries.invalidateQueries({ queryKey: meKey }), [queries]);
    const language = asLanguage(me.data?.language);
    useEffect(() => {
        if (language && language !== i18n.language) void showLanguage(language);
    }, [language, i18n]);

    if (me.data === null) return <SignInScreen />;
    if (me.data) {
        return (
            <LiveProvider key={me.data.login} onRefused={ask_again}>
                <PhoneProvider>
                    <Shell />
                </PhoneProvider>
            </LiveProvider>
        );
    }
    if (me.isError) return <Fault cause={me.error} retry={() => void me.refetch()} />;
    return (
        <Center h="100%" className="late">
            <Loader aria-label={t('app.loading')} />
        </Center>
    );
}
