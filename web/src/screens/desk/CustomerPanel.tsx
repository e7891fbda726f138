import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/client';
import type { Call, SelfCall } from '../../api/types';
import { dateTime, phoneNumber, timer } from '../../format/format';
import { Fault } from '../../parts/Fault';
import { may, useMyself } from '../../session/me';
import { nameOf } from '../../session/presence';
import { endReason } from '../calls/endReason';
import { searchable } from '../calls/filters';
import { useResults } from './useResults';
import classes from './desk.module.css';

const earlier_max = 10;

function Earlier({ number, current, client }: { number: string; current: string; client: string }) {
    const { t, i18n } = useTranslation();
    const results = useResults(client).data ?? [];
    const words = (call: Call) => {
        const result = results.find((one) => one.key === call.result);
        if (result) return nameOf(result, i18n.language);
        return call.result ?? (call.end_reason ? endReason(t, call.end_reason) : t('calls.open'));
    };
    const calls = useQuery({
        queryKey: ['calls-of', number, current],
        queryFn: async () =>
            (await answer(api.GET('/api/calls', { params: { query: { search: number, limit: earlier_max + 1 } } })))
                .items,
    });
    if (calls.isError) return <Fault cause={calls.error} retry={() => void calls.refetch()} />;
    if (calls.isPending) return <Skeleton h={60} className="late" />;
    const others = calls.data.filter((call) => call.id !== current).slice(0, earlier_max);
    if (others.length === 0) return <p className={classes['hint']}>{t('desk.no_history')}</p>;
    return (
        <ol className={classes['timeline']}>
            {others.map((call) => (
                <li key={call.id}>
                    <div>
                        {words(call)}
                        {call.talk_ms !== null && call.talk_ms > 0 && `, ${timer(call.talk_ms)}`}
                    </div>
                    <div className={classes['line']}>
                        <span>{dateTime(call.started_at, i18n.language)}</span>
                        {call.agent_name && <span>{call.agent_name}</span>}
                    </div>
                    {call.note && <div className={classes['oldNote']}>{call.note}</div>}
                </li>
            ))}
        </ol>
    );
}

export function CustomerPanel({ call }: { call: SelfCall }) {
    const { t } = useTranslation();
    const me = useMyself();
    const waited =
        call.answered_at !== null && call.queued_at !== null ? timer(call.answered_at - call.queued_at) : null;
    const facts: [string, string][] = [
        [t('desk.caller'), call.caller_name || t('desk.unknown')],
        ['', call.caller ? phoneNumber(call.caller) : t('desk.withheld')],
        [t('desk.client'), call.client.name],
        [t('desk.number'), phoneNumber(call.number)],
        [t('desk.queue'), call.queue.name],
        ...(waited ? [[t('desk.waited'), waited] as [string, string]] : []),
    ];
    return (
        <div className={classes['panel']}>
            <h2 className={classes['panelTitle']}>{t('desk.customer')}</h2>
            <dl className={classes['facts']}>
                {facts
                    .filter(([name]) => name !== '')
                    .map(([name, value]) => (
                        <Fragment key={name}>
                            <dt>{name}</dt>
                            <dd>
                                {value}
                                {name === t('desk.caller') && <div>{facts[1]?.[1]}</div>}
                            </dd>
                        </Fragment>
                    ))}
            </dl>
            {searchable(call.caller) && may(me, 'call.see') && (
                <>
                    <h3 className={classes['panelHeading']}>{t('desk.history')}</h3>
                    <Earlier number={call.caller} current={call.id} client={call.client.key} />
                </>
            )}
        </div>
    );
}
