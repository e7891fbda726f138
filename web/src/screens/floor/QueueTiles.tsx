import { IconAlertTriangle, IconCircleCheck, IconTrendingDown } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Queue } from '../../api/types';
import { asShare, percent, verdictOn } from '../../live/share';
import { Elapsed } from '../../parts/Elapsed';
import { Empty } from '../../parts/Empty';
import classes from './floor.module.css';

const marks = {
    ok: { tone: 'live', icon: IconCircleCheck },
    low: { tone: 'hold', icon: IconTrendingDown },
    bad: { tone: 'stop', icon: IconAlertTriangle },
} as const;

function Level({ queue }: { queue: Queue }) {
    const { t, i18n } = useTranslation();
    const share = asShare(queue.service_level.value);
    const target = t('floor.target', queue.service_level);
    if (share === null)
        return (
            <div className={classes['level']}>
                <span className={`${classes['badge'] ?? ''} tone-quiet`}>{t('floor.no_calls')}</span>
                <small>{target}</small>
            </div>
        );
    const verdict = verdictOn(share, queue.service_level.percent);
    const Mark = marks[verdict].icon;
    return (
        <div className={classes['level']} title={queue.service_level.definition}>
            <span className={`${classes['badge'] ?? ''} tone-${marks[verdict].tone}`}>
                <Mark size={14} aria-hidden />
                {percent(share, i18n.language)} {t(`floor.${verdict}`)}
            </span>
            <small>{target}</small>
        </div>
    );
}

const Tile = memo(function Tile({ queue }: { queue: Queue }) {
    const { t } = useTranslation();
    const facts: [string, number][] = [
        [t('floor.talking'), queue.talking],
        [t('floor.answered'), queue.answered_today],
        [t('floor.abandoned'), queue.abandoned_today],
    ];
    return (
        <li className={classes['tile']} data-testid={`queue-${queue.key}`}>
            <div>
                <strong>{queue.name}</strong>
                <small>{queue.client_name}</small>
            </div>
            <div className={classes['waitingLine']} data-waiting={queue.waiting > 0}>
                <span className={classes['waiting']}>{queue.waiting}</span>
                <span>
                    {t('floor.waiting')}
                    {queue.longest_since !== null && (
                        <>
                            , <Elapsed since={queue.longest_since} />
                        </>
                    )}
                </span>
            </div>
            <dl className={classes['facts']}>
                {facts.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            <Level queue={queue} />
        </li>
    );
});

export function QueueTiles({ queues }: { queues: Queue[] }) {
    const { t } = useTranslation();
    return (
        <section aria-labelledby="floor-queues">
            <h2 id="floor-queues" className={classes['heading']}>
                {t('floor.queues')}
            </h2>
            {queues.length === 0 && <Empty text={t('floor.no_queues')} />}
            <ul className={classes['tiles']}>
                {queues.map((queue) => (
                    <Tile key={queue.key} queue={queue} />
                ))}
            </ul>
        </section>
    );
}
