import { Alert, Button, Group, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { IconBell, IconHeadphones, IconMicrophone, IconPlayerPlay, IconVolume } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canChooseSpeaker } from '../../phone/devices';
import { Level, usePhone } from '../../phone/PhoneProvider';
import { keepPreferences, readPreferences, type PhonePreferences } from '../../phone/preferences';
import { unlockSound } from '../../phone/sound';
import { hasBrowserPhone, useMyself } from '../../session/me';
import classes from './shift-check.module.css';
import { playTone, ringOnce } from './testSounds';
import { useMicrophone } from './useMicrophone';

function Notifications() {
    const { t } = useTranslation();
    const available = 'Notification' in window;
    const [permission, setPermission] = useState(available ? Notification.permission : 'denied');
    const text = {
        granted: t('check.notifications_on'),
        denied: t('check.notifications_denied'),
        default: t('check.notifications_ask_hint'),
    }[permission];
    return (
        <div className={classes['row']}>
            <IconBell aria-hidden />
            <div className={classes['grow']}>
                <Text fw={600}>{t('check.notifications')}</Text>
                <Text c="dimmed" fz={13}>
                    {text}
                </Text>
            </div>
            {permission === 'default' && (
                <Button variant="default" onClick={() => void Notification.requestPermission().then(setPermission)}>
                    {t('check.notifications_ask')}
                </Button>
            )}
        </div>
    );
}

function Sound({
    preferences,
    change,
}: {
    preferences: PhonePreferences;
    change: (part: Partial<PhonePreferences>) => void;
}) {
    const { t } = useTranslation();
    const { stream, devices, fault, ask } = useMicrophone(preferences);
    const choices = (list: { value: string; label: string }[] | undefined) => [
        { value: '', label: t('check.system') },
        ...(list ?? []).filter((one) => one.value !== 'default'),
    ];
    const speaker = (key: 'headset' | 'ringer', test: string, play: () => void) => (
        <div className={classes['row']}>
            {key === 'headset' ? <IconHeadphones aria-hidden /> : <IconVolume aria-hidden />}
            <Select
                className={classes['grow'] ?? ''}
                label={t(`check.${key}`)}
                data={choices(devices?.speakers)}
                value={preferences[key]}
                allowDeselect={false}
                disabled={!canChooseSpeaker()}
                description={canChooseSpeaker() ? undefined : t('check.no_choice')}
                onChange={(value) => change({ [key]: value ?? '' })}
            />
            <Button
                variant="default"
                className={classes['end'] ?? ''}
                leftSection={<IconPlayerPlay size={16} aria-hidden />}
                onClick={play}
            >
                {test}
            </Button>
        </div>
    );
    return (
        <>
            <div className={classes['row']}>
                <IconMicrophone aria-hidden />
                <Stack className={classes['grow'] ?? ''} gap="sm">
                    <Select
                        label={t('check.microphone')}
                        data={choices(devices?.microphones)}
                        value={preferences.microphone}
                        allowDeselect={false}
                        onChange={(value) => change({ microphone: value ?? '' })}
                    />
                    {fault ? (
                        <Alert color="stop" role="alert">
                            <Group justify="space-between">
                                <Text fz={13} c="var(--ink)" className={classes['grow'] ?? ''}>
                                    {t(`phone.fault.${fault}`)}
                                </Text>
                                <Button variant="default" onClick={ask}>
                                    {t('check.allow')}
                                </Button>
                            </Group>
                        </Alert>
                    ) : (
                        <>
                            <Level stream={stream} label={t('check.level')} />
                            <Text c="dimmed" fz={13}>
                                {t('check.speak')}
                            </Text>
                        </>
                    )}
                    <Switch
                        checked={preferences.voice_processing}
                        label={t('check.voice')}
                        description={t('check.voice_hint')}
                        onChange={(event) => change({ voice_processing: event.currentTarget.checked })}
                        data-testid="voice-processing"
                    />
                </Stack>
            </div>
            {speaker('headset', t('check.test_headset'), () => void playTone(preferences.headset))}
            {speaker('ringer', t('check.test_ringer'), () => void ringOnce(preferences.ringer))}
        </>
    );
}

/** Half a minute before the first call: microphone, headset, ringer, notifications; the click also unlocks sound. */
export function ShiftCheckScreen() {
    const { t } = useTranslation();
    const me = useMyself();
    const phone = usePhone();
    const navigate = useNavigate();
    const by_browser = hasBrowserPhone(me);
    const [preferences, setPreferences] = useState(() => readPreferences(me.login));
    const start = () => {
        const passed = { ...preferences, checked_at: Date.now() };
        keepPreferences(me.login, passed);
        void unlockSound();
        if (by_browser) void phone.attach(passed);
        void navigate({ to: '/' });
    };
    return (
        <div className={classes['page']}>
            <div className={classes['card']}>
                <Title order={1} fz={20}>
                    {t('check.title')}
                </Title>
                <Text c="dimmed" mb="lg">
                    {by_browser ? t('check.intro') : t('check.sip', { phone: me.phone.replace(/^sip:/, '') })}
                </Text>
                {by_browser && (
                    <Sound
                        preferences={preferences}
                        change={(part) => setPreferences((before) => ({ ...before, ...part }))}
                    />
                )}
                <Notifications />
                <Group mt="xl" justify="space-between">
                    {by_browser ? (
                        <Button
                            variant="subtle"
                            onClick={() => void navigate({ to: '/calls' })}
                            data-testid="shift-later"
                        >
                            {t('check.later')}
                        </Button>
                    ) : (
                        <span />
                    )}
                    <Button size="md" onClick={start} data-testid="shift-start">
                        {by_browser ? t('check.start') : t('check.start_sip')}
                    </Button>
                </Group>
            </div>
        </div>
    );
}
