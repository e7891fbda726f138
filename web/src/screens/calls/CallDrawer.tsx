import { Drawer, Skeleton } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallWithJournal, JournalEntry, NamedChoice } from '../../api/types';
import { dateTime, phoneNumber, timeOfDay, timer } from '../../format/format';
import { Fault } from '../../parts/Fault';
import { nameOf } from '../../session/presence';
import { callerOf } from '../desk/caller';
import classes from './calls.module.css';
import { endReason } from './endReason';
import { journalText } from './journal';
import { useAgents, useCallJournal, useCatalogue } from './useCalls';

function factsOf(t: TFunction, language: string, call: CallWithJournal, results: NamedChoice[]): [string, string][] {
    const result = results.find((one) => one.key === call.result);
    const missing = call.ended_at === null ? '–' : t('calls.no_result');
    return [
        [t('calls.started'), dateTime(call.started_at, language)],
        [t('calls.client'), call.client_name],
        [t('calls.queue'), call.queue_name],
        [t('calls.number'), phoneNumber(call.number)],
        [t('calls.agent_name'), call.agent_name ?? '–'],
        [t('calls.wait'), call.wait_ms === null ? '–' : timer(call.wait_ms)],
        [t('calls.talk'), call.talk_ms ? timer(call.talk_ms) : '–'],
        [t('calls.end'), call.end_reason ? endReason(t, call.end_reason) : t('calls.open')],
        [t('calls.result'), result ? nameOf(result, language) : (call.result ?? missing)],
        [t('desk.note'), call.note ?? '–'],
    ];
}

/** The journal keeps keys and logins; people know names. */
function namesIn(
    call: CallWithJournal,
    queues: { key: string; name: string }[],
    agents: { login: string; name: string }[],
): Map<string, string> {
    return new Map([
        ...agents.map((agent) => [`agent ${agent.login}`, agent.name] as const),
        ...queues.map((queue) => [`queue ${queue.key}`, queue.name] as const),
        [`queue ${call.queue}`, call.queue_name],
        ...(call.agent && call.agent_name ? [[`agent ${call.agent}`, call.agent_name] as const] : []),
    ]);
}

function Entry({ entry, start, names }: { entry: JournalEntry; start: number; names: Map<string, string> }) {
    const { t, i18n } = useTranslation();
    const { text, detail } = journalText(t, entry, names);
    return (
        <li data-kind={entry.kind}>
            <time>
                {timeOfDay(entry.at, i18n.language)}
                <small>+{timer(entry.at - start)}</small>
            </time>
            <div>
                {text}
                {detail && <small>{detail}</small>}
            </div>
        </li>
    );
}

export function CallDrawer({
    id,
    results,
    close,
}: {
    id: string | undefined;
    results: NamedChoice[];
    close: () => void;
}) {
    const { t, i18n } = useTranslation();
    const call = useCallJournal(id);
    const { queues } = useCatalogue();
    const agents = useAgents();
    const names = call.data ? namesIn(call.data, queues, agents) : new Map<string, string>();
    return (
        <Drawer
            opened={id !== undefined}
            onClose={close}
            size={480}
            title={call.data ? t('calls.details', { caller: callerOf(t, call.data) }) : t('app.loading')}
            closeButtonProps={{ 'aria-label': t('error.close') }}
        >
            {call.isError && <Fault cause={call.error} retry={() => void call.refetch()} />}
            {call.isPending && <Skeleton h={200} className="late" />}
            {call.data && (
                <div data-testid="call-details">
                    <dl className={classes['facts']}>
                        {factsOf(t, i18n.language, call.data, results).map(([name, value]) => (
                            <Fragment key={name}>
                                <dt>{name}</dt>
                                <dd>{value}</dd>
                            </Fragment>
                        ))}
                    </dl>
                    <h2 className={classes['heading']}>{t('calls.journal')}</h2>
                    <ol className={classes['journal']} data-testid="journal">
                        {call.data.journal.map((entry) => (
                            <Entry key={entry.position} entry={entry} start={call.data.started_at} names={names} />
                        ))}
                    </ol>
                </div>
            )}
        </Drawer>
    );
}
