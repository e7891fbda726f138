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
import { useCallJournal } from './useCalls';

function factsOf(t: TFunction, language: string, call: CallWithJournal, results: NamedChoice[]): [string, string][] {
    const result = results.find((one) => one.key === call.result);
    return [
        [t('calls.started'), dateTime(call.started_at, language)],
        [t('calls.client'), call.client_name],
        [t('calls.queue'), call.queue_name],
        [t('calls.number'), phoneNumber(call.number)],
        [t('calls.agent_name'), call.agent_name ?? '–'],
        [t('calls.wait'), call.wait_ms === null ? '–' : timer(call.wait_ms)],
        [t('calls.talk'), call.talk_ms ? timer(call.talk_ms) : '–'],
        [t('calls.end'), call.end_reason ? endReason(t, call.end_reason) : t('calls.open')],
        [t('calls.result'), result ? nameOf(result, language) : (call.result ?? t('calls.no_result'))],
        [t('desk.note'), call.note ?? '–'],
    ];
}

function Entry({ entry }: { entry: JournalEntry }) {
    const { t, i18n } = useTranslation();
    const { text, detail } = journalText(t, entry);
    return (
        <li data-kind={entry.kind}>
            <time>{timeOfDay(entry.at, i18n.language)}</time>
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
                            <Entry key={entry.position} entry={entry} />
                        ))}
                    </ol>
                </div>
            )}
        </Drawer>
    );
}
