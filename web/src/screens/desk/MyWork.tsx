import { IconAlertTriangle, IconPhone, IconPhoneIncoming, IconHourglassHigh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Self } from '../../api/types';
import { Elapsed } from '../../parts/Elapsed';
import { callerOf } from './caller';
import classes from './desk.module.css';
import { useToComplete } from './ToComplete';

const tones = { offered: 'brand', live: 'live', wrap_up: 'wrap' } as const;
const icons = { offered: IconPhoneIncoming, live: IconPhone, wrap_up: IconHourglassHigh } as const;

function Now({ self }: { self: Self }) {
    const { t } = useTranslation();
    const call = self.call;
    if (!call) return <p className={classes['hint']}>{t('desk.none_now')}</p>;
    const Mark = icons[call.state];
    return (
        <div className={`${classes['now'] ?? ''} tone-${tones[call.state]}`}>
            <span className={classes['nowMark']}>
                <Mark size={18} aria-hidden />
            </span>
            <div className={classes['names']}>
                <strong>{callerOf(t, call)}</strong>
                <div className={classes['line']}>{call.queue.name}</div>
            </div>
            <span className={classes['nowTime']}>
                <Elapsed since={call.ended_at ?? call.answered_at ?? call.queued_at ?? call.started_at} />
            </span>
        </div>
    );
}

export function MyWork({ self }: { self: Self }) {
    const { t } = useTranslation();
    const open = useToComplete().data?.length ?? 0;
    return (
        <aside className={classes['mine']} aria-label={t('desk.now')}>
            <h2 className={classes['heading']}>
                {t('desk.now')} <span>{self.call ? 1 : 0}</span>
            </h2>
            <Now self={self} />
            {self.call && open > 0 && (
                <h2 className={classes['heading']}>
                    {t('desk.to_complete')} <span>{open}</span>
                </h2>
            )}
            <div className={classes['queues']}>
                <h2 className={classes['heading']}>{t('desk.queues')}</h2>
                {self.queues.length === 0 && <p className={classes['hint']}>{t('desk.no_queues')}</p>}
                <ul className={classes['list']}>
                    {self.queues.map((queue) => (
                        <li key={queue.key} className={classes['queue']} data-waiting={queue.waiting > 0}>
                            <span>{queue.name}</span>
                            <span className={classes['waiting']}>
                                {queue.waiting > 2 && <IconAlertTriangle size={14} aria-hidden />}
                                {t('desk.waiting', { count: queue.waiting })}
                            </span>
                            <span className={classes['longest']}>
                                {queue.longest_since === null ? '–' : <Elapsed since={queue.longest_since} />}
                            </span>
                        </li>
                    ))}
                </ul>
            </div>
        </aside>
    );
}
