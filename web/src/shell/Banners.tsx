import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { timer } from '../format/format';
import { useLive, useLiveConnection } from '../live/LiveProvider';
import { useNow } from '../parts/Elapsed';
import type { Tone } from '../parts/AgentStateMark';
import { usePhone, usePhoneView, useSecondTab } from '../phone/PhoneProvider';
import { readPreferences } from '../phone/preferences';
import { soundIsUnlocked, unlockSound } from '../phone/sound';
import { hasBrowserPhone, useMyself } from '../session/me';
import classes from './shell.module.css';

function Banner({
    tone,
    icon,
    children,
    action,
    name,
}: {
    tone: Tone;
    icon: ReactNode;
    children: string;
    action?: ReactNode;
    name: string;
}) {
    return (
        <div className={`${classes['banner'] ?? ''} tone-${tone}`} data-testid={`banner-${name}`}>
            {icon}
            <span>{children}</span>
            {action}
        </div>
    );
}

function ConnectionBanner() {
    const { t } = useTranslation();
    const connection = useLive((state) => state.connection);
    const live = useLiveConnection();
    useNow();
    if (connection !== 'lost') return null;
    const age = timer(Date.now() - live.socket.last_heard());
    return (
        <Banner tone="hold" icon={<IconCloudOff size={18} aria-hidden />} name="connection">
            {t('connection.lost', { age })}
        </Banner>
    );
}

function PhoneBanner() {
    const { t } = useTranslation();
    const me = useMyself();
    const phone = usePhone();
    const view = usePhoneView();
    const again = (label: string) => (
        <Button size="xs" variant="default" onClick={() => void phone.attach(readPreferences(me.login))}>
            {label}
        </Button>
    );
    const icon = <IconAlertTriangle size={18} aria-hidden />;
    if (view.state === 'taken')
        return (
            <Banner tone="hold" icon={icon} name="phone" action={again(t('phone.take_back'))}>
                {t('phone.taken')}
            </Banner>
        );
    if (view.state === 'failed')
        return (
            <Banner tone="stop" icon={icon} name="phone" action={again(t('phone.retry'))}>
                {t('phone.failed', { detail: view.detail })}
            </Banner>
        );
    if (view.state === 'no_microphone' && view.fault)
        return (
            <Banner tone="stop" icon={icon} name="phone" action={again(t('phone.retry'))}>
                {t(`phone.fault.${view.fault}`)}
            </Banner>
        );
    return null;
}

function SecondTabBanner() {
    const { t } = useTranslation();
    const view = usePhoneView();
    if (!useSecondTab() || view.state === 'taken' || view.state === 'off') return null;
    return (
        <Banner tone="hold" icon={<IconAlertTriangle size={18} aria-hidden />} name="second-tab">
            {t('phone.second_tab')}
        </Banner>
    );
}

function SoundBanner() {
    const { t } = useTranslation();
    const view = usePhoneView();
    const [unlocked, setUnlocked] = useState(soundIsUnlocked);
    useEffect(() => {
        const unlock = () => void unlockSound().then(setUnlocked);
        unlock();
        window.addEventListener('pointerdown', unlock);
        window.addEventListener('keydown', unlock);
        return () => {
            window.removeEventListener('pointerdown', unlock);
            window.removeEventListener('keydown', unlock);
        };
    }, []);
    if (unlocked || view.state !== 'connected') return null;
    return (
        <Banner tone="hold" icon={<IconVolumeOff size={18} aria-hidden />} name="sound">
            {t('phone.sound_locked')}
        </Banner>
    );
}

/** Everything that stands between an agent and the next call, said once, above the screen. */
export function Banners() {
    const me = useMyself();
    return (
        <div role="status" aria-live="polite">
            <ConnectionBanner />
            {hasBrowserPhone(me) && (
                <>
                    <PhoneBanner />
                    <SecondTabBanner />
                    <SoundBanner />
                </>
            )}
        </div>
    );
}
