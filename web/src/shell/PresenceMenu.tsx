import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconCircleCheck, IconCoffee, IconPower } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../live/LiveProvider';
import { AgentStateIcon, toneOf } from '../parts/AgentStateMark';
import { Elapsed } from '../parts/Elapsed';
import { nameOf, usePauseReasons, useSetMyPresence } from '../session/presence';
import { narrowOverlay } from './narrowOverlay';
import classes from './shell.module.css';

export function PresenceMenu() {
    const { t, i18n } = useTranslation();
    const agent = useLive((state) => state.self?.agent);
    const reasons = usePauseReasons().data ?? [];
    const set = useSetMyPresence();
    if (!agent) return null;
    const reason = reasons.find((one) => one.key === agent.reason);
    const word = agent.state === 'pause' && reason ? nameOf(reason, i18n.language) : t(`state.${agent.state}`);
    const asked = (['ready', 'pause', 'offline'] as const).find((state) => state === agent.next);
    const next = asked && t(`state.${asked}`);
    const busy = agent.state === 'talking' || agent.state === 'offered';
    return (
        <Menu position="bottom-end" withinPortal width={240} withInitialFocusPlaceholder={false} {...narrowOverlay}>
            <Menu.Target>
                <UnstyledButton
                    className={`${classes['presence'] ?? ''} tone-${toneOf(agent.state)}`}
                    data-testid="presence-menu"
                    data-state={agent.state}
                >
                    <AgentStateIcon state={agent.state} />
                    <span className="hidden-text">{t('presence.label')}</span>
                    <span>{word}</span>
                    <Elapsed since={agent.since} />
                    {next && <span className={classes['next']}>{t('presence.next', { state: next })}</span>}
                    <IconChevronDown size={14} aria-hidden />
                </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
                {busy && <Menu.Label>{t('presence.after_call')}</Menu.Label>}
                <Menu.Item
                    leftSection={<IconCircleCheck size={16} aria-hidden />}
                    onClick={() => set.mutate({ state: 'ready' })}
                    data-testid="presence-ready"
                >
                    {t('presence.ready')}
                </Menu.Item>
                {reasons.length > 0 && <Menu.Label>{t('presence.reasons')}</Menu.Label>}
                {reasons.map((one) => (
                    <Menu.Item
                        key={one.key}
                        leftSection={<IconCoffee size={16} aria-hidden />}
                        onClick={() => set.mutate({ state: 'pause', reason: one.key })}
                        data-testid={`presence-pause-${one.key}`}
                    >
                        {nameOf(one, i18n.language)}
                    </Menu.Item>
                ))}
                <Menu.Divider />
                <Menu.Item
                    leftSection={<IconPower size={16} aria-hidden />}
                    onClick={() => set.mutate({ state: 'offline' })}
                    data-testid="presence-offline"
                >
                    {t('presence.offline')}
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
