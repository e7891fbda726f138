import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { memo, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent, AgentState, Queue } from '../../api/types';
import { AgentStateIcon, toneOf } from '../../parts/AgentStateMark';
import { Elapsed } from '../../parts/Elapsed';
import { Empty } from '../../parts/Empty';
import { may, useMyself } from '../../session/me';
import { nameOf, usePauseReasons } from '../../session/presence';
import { AgentPresenceDialog } from './AgentPresenceDialog';
import classes from './floor.module.css';
import { lostWhy } from '../telephones/lostWhy';
import { countByState, inOrder } from './order';

interface CardProps {
    agent: Agent;
    word: string;
    queue: string;
    label: string;
    open: ((agent: Agent) => void) | null;
}

const Card = memo(function Card({ agent, word, queue, label, open }: CardProps) {
    const inside = (
        <>
            <strong>{agent.name}</strong>
            <span className={classes['state']}>
                <AgentStateIcon state={agent.state} size={15} />
                <span>{word}</span>
                <Elapsed since={agent.since} />
            </span>
            <small>{queue || '\u00a0'}</small>
        </>
    );
    const look = `${classes['agent'] ?? ''} tone-${toneOf(agent.state)}`;
    return (
        <li data-testid={`agent-${agent.login}`} data-state={agent.state}>
            {open ? (
                <UnstyledButton className={look} onClick={() => open(agent)} title={label}>
                    {inside}
                </UnstyledButton>
            ) : (
                <div className={look}>{inside}</div>
            )}
        </li>
    );
});

export function AgentGrid({ agents, queues }: { agents: Agent[]; queues: Queue[] }) {
    const { t, i18n } = useTranslation();
    const me = useMyself();
    const reasons = usePauseReasons().data;
    const [search, setSearch] = useState('');
    const [state, setState] = useState<AgentState | null>(null);
    const [chosen, setChosen] = useState<Agent | null>(null);
    const counts = useMemo(() => countByState(agents), [agents]);
    const shown = useMemo(() => {
        const like = search.trim().toLowerCase();
        return inOrder(agents).filter(
            (agent) =>
                (state === null || agent.state === state) &&
                (like === '' || agent.name.toLowerCase().includes(like) || agent.login.toLowerCase().includes(like)),
        );
    }, [agents, search, state]);
    const names = useMemo(() => new Map(queues.map((queue) => [queue.key, queue.name])), [queues]);
    const word = (agent: Agent) => {
        const reason = agent.state === 'pause' ? reasons?.find((one) => one.key === agent.reason) : undefined;
        return reason ? nameOf(reason, i18n.language) : t(`state.${agent.state}`);
    };
    const open = useCallback((agent: Agent) => setChosen(agent), []);
    return (
        <section aria-labelledby="floor-agents">
            <div className={classes['agentsTop']}>
                <h2 id="floor-agents" className={classes['heading']}>
                    {t('floor.agents')} <span>{t('floor.agents_count', { count: shown.length })}</span>
                </h2>
                <div className={classes['states']} role="group" aria-label={t('floor.all_states')}>
                    {counts.map((one) => (
                        <UnstyledButton
                            key={one.state}
                            className={`${classes['badge'] ?? ''} tone-${toneOf(one.state)}`}
                            aria-pressed={state === one.state}
                            onClick={() => setState(state === one.state ? null : one.state)}
                        >
                            <AgentStateIcon state={one.state} size={14} />
                            {one.count} {t(`state.${one.state}`)}
                        </UnstyledButton>
                    ))}
                </div>
                <TextInput
                    aria-label={t('floor.filter')}
                    placeholder={t('floor.filter')}
                    leftSection={<IconSearch size={16} aria-hidden />}
                    value={search}
                    onChange={(event) => setSearch(event.currentTarget.value)}
                />
            </div>
            {shown.length === 0 && <Empty text={t('floor.no_agents')} />}
            <ul className={classes['agents']}>
                {shown.map((agent) => (
                    <Card
                        key={agent.login}
                        agent={agent}
                        word={word(agent)}
                        queue={agent.phone_lost ? lostWhy(t, agent.phone_lost) : (names.get(agent.queue ?? '') ?? '')}
                        label={t('floor.set', { name: agent.name })}
                        open={may(me, 'presence.set') ? open : null}
                    />
                ))}
            </ul>
            <AgentPresenceDialog agent={chosen} close={() => setChosen(null)} />
        </section>
    );
}
