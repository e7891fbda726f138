import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, NamedChoice } from '../../api/types';
import { dateTime, phoneNumber, timer } from '../../format/format';
import { Elapsed } from '../../parts/Elapsed';
import { callerOf } from '../desk/caller';
import { nameOf } from '../../session/presence';
import classes from './calls.module.css';
import { endReason } from './endReason';

const row_px = 52;
/** On a narrow page a call is a card of two lines. */
const card_px = 92;

function Talk({ call }: { call: Call }) {
    if (call.answered_at === null) return '–';
    return call.ended_at === null ? <Elapsed since={call.answered_at} /> : timer(call.talk_ms ?? 0);
}

/** How the call ended, or how it stands: a call that goes on cannot lack its result yet. */
function Outcome({ call, results }: { call: Call; results: NamedChoice[] }) {
    const { t, i18n } = useTranslation();
    const result = results.find((one) => one.key === call.result);
    const name = result ? nameOf(result, i18n.language) : call.result;
    if (!call.ended_at)
        return (
            <>
                <span className={`${classes['open_state'] ?? ''} tone-${call.answered_at ? 'live' : 'hold'}`}>
                    {t(call.answered_at ? 'calls.talking' : 'calls.waiting')}
                </span>
                {name && <small>{name}</small>}
            </>
        );
    return (
        <>
            {call.answered_at !== null && <span>{name ?? t('calls.no_result')}</span>}
            <small>{call.end_reason ? endReason(t, call.end_reason) : t('calls.open')}</small>
        </>
    );
}

function Row({ call, results, open }: { call: Call; results: NamedChoice[]; open: () => void }) {
    const { t, i18n } = useTranslation();
    return (
        <>
            <span role="cell">
                <button type="button" className={classes['open']} onClick={open} data-testid={`call-open-${call.id}`}>
                    {dateTime(call.started_at, i18n.language)}
                </button>
            </span>
            <span role="cell" className={classes['two']}>
                <strong>{callerOf(t, call)}</strong>
                {call.caller_name && call.caller && <small>{phoneNumber(call.caller)}</small>}
            </span>
            <span role="cell" className={classes['two']}>
                <span className={classes['client']}>
                    <span className={classes['dot']} style={{ background: call.client_color }} aria-hidden />
                    {call.client_name}
                </span>
                <small>{call.queue_name}</small>
            </span>
            <span role="cell">{call.agent_name ?? '–'}</span>
            <span role="cell" className={classes['figure']}>
                {call.wait_ms === null ? <Elapsed since={call.started_at} /> : timer(call.wait_ms)}
            </span>
            <span role="cell" className={classes['figure']}>
                <Talk call={call} />
            </span>
            <span role="cell" className={classes['two']}>
                <Outcome call={call} results={results} />
            </span>
        </>
    );
}

/** Only the rows on the screen are in the page; more are fetched before the end is reached. */
export function CallTable({
    calls,
    total,
    results,
    more,
    fetchMore,
    open,
}: {
    calls: Call[];
    total: number | null;
    results: NamedChoice[];
    more: boolean;
    fetchMore: () => void;
    open: (call: string) => void;
}) {
    const { t } = useTranslation();
    const scroll = useRef<HTMLDivElement>(null);
    const narrow = useMediaQuery('(max-width: 767px)', window.matchMedia('(max-width: 767px)').matches);
    const rows = useVirtualizer({
        count: calls.length + (more ? 1 : 0),
        getScrollElement: () => scroll.current,
        estimateSize: () => (narrow ? card_px : row_px),
        overscan: 12,
    });
    useEffect(() => rows.measure(), [rows, narrow]);
    const visible = rows.getVirtualItems();
    const last = visible.at(-1)?.index ?? 0;
    useEffect(() => {
        if (more && last >= calls.length - 20) fetchMore();
    }, [more, last, calls.length, fetchMore]);
    const heads = ['started', 'caller', 'client', 'agent_name', 'wait', 'talk', 'outcome'] as const;
    return (
        <div ref={scroll} className={classes['scroll']} tabIndex={0} role="region" aria-label={t('calls.title')}>
            <div
                role="table"
                aria-label={t('calls.title')}
                aria-rowcount={total ?? -1}
                className={classes['table']}
                data-testid="calls"
            >
                <div role="rowgroup" className={classes['head']}>
                    <div role="row" className={classes['row']}>
                        {heads.map((head) => (
                            <span
                                key={head}
                                role="columnheader"
                                className={head === 'wait' || head === 'talk' ? classes['figure'] : undefined}
                            >
                                {t(`calls.${head}`)}
                            </span>
                        ))}
                    </div>
                </div>
                <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
                    {visible.map((item) => {
                        const call = calls[item.index];
                        return (
                            <div
                                key={item.key}
                                role="row"
                                aria-rowindex={item.index + 2}
                                className={classes['row']}
                                style={{
                                    position: 'absolute',
                                    top: 0,
                                    width: '100%',
                                    transform: `translateY(${item.start}px)`,
                                }}
                                data-testid={call ? 'call-row' : undefined}
                                data-call-id={call?.id}
                            >
                                {call ? (
                                    <Row call={call} results={results} open={() => open(call.id)} />
                                ) : (
                                    <span role="cell" className={classes['more']}>
                                        <Skeleton h={16} aria-label={t('calls.more')} />
                                    </span>
                                )}
                            </div>
                        );
                    })}
                </div>
            </div>
        </div>
    );
}
