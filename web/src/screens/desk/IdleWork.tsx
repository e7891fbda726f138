import { Button, Text } from '@mantine/core';
import { IconCircleCheck, IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import { AgentStateIcon, toneOf } from '../../parts/AgentStateMark';
import { Empty } from '../../parts/Empty';
import { usePhone, usePhoneView } from '../../phone/PhoneProvider';
import { readPreferences } from '../../phone/preferences';
import { lostWhy } from '../telephones/lostWhy';
import { hasBrowserPhone, useMyself } from '../../session/me';
import { useSetMyPresence } from '../../session/presence';
import classes from './desk.module.css';
import { ToComplete } from './ToComplete';

function words(state: Agent['state']) {
    if (state === 'pause') return { text: 'desk.idle_pause', hint: 'desk.idle_offline_hint' } as const;
    if (state === 'not_responding')
        return { text: 'desk.idle_not_responding', hint: 'desk.idle_not_responding_hint' } as const;
    if (state === 'connection_lost')
        return { text: 'desk.idle_connection_lost', hint: 'desk.idle_connection_lost_hint' } as const;
    if (state === 'offline') return { text: 'desk.idle_offline', hint: 'desk.idle_offline_hint' } as const;
    return { text: 'desk.idle_ready', hint: 'desk.idle_ready_hint' } as const;
}

function PhoneLine() {
    const { t } = useTranslation();
    const view = usePhoneView();
    const word =
        view.state === 'connected'
            ? t('phone.connected')
            : view.state === 'attaching'
              ? t('phone.attaching')
              : t('phone.off');
    return (
        <Text c="dimmed" fz={13} data-testid="phone-state" data-state={view.state}>
            {word}
        </Text>
    );
}

/** The one thing to do next: without a telephone nobody can be ready, so that comes first. */
function NextStep() {
    const { t } = useTranslation();
    const me = useMyself();
    const phone = usePhone();
    const { state } = usePhoneView();
    const set = useSetMyPresence();
    if (hasBrowserPhone(me) && state !== 'connected')
        return (
            <Button
                mt="sm"
                leftSection={<IconPlugConnected size={18} aria-hidden />}
                loading={state === 'attaching'}
                onClick={() => void phone.attach(readPreferences(me.login))}
                data-testid="phone-connect"
            >
                {t('phone.connect')}
            </Button>
        );
    return (
        <Button
            mt="sm"
            leftSection={<IconCircleCheck size={18} aria-hidden />}
            loading={set.isPending}
            onClick={() => set.mutate({ state: 'ready' })}
            data-testid="go-ready"
        >
            {t('desk.go_ready')}
        </Button>
    );
}

/** Between calls: what state I am in, the way to the next one, and what is left to complete. */
export function IdleWork({ agent }: { agent: Agent }) {
    const { t } = useTranslation();
    const me = useMyself();
    const { text, hint } = words(agent.state);
    return (
        <section className={classes['idle']} aria-label={t('desk.now')}>
            <div className={`${classes['idleMark'] ?? ''} tone-${toneOf(agent.state)}`}>
                <AgentStateIcon state={agent.state} size={32} />
            </div>
            <Empty text={t(text)} hint={agent.phone_lost ? `${lostWhy(t, agent.phone_lost)}. ${t(hint)}` : t(hint)}>
                {agent.state !== 'ready' && <NextStep />}
                {hasBrowserPhone(me) && <PhoneLine />}
            </Empty>
            <ToComplete />
        </section>
    );
}
