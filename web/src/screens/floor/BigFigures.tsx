import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Queue } from '../../api/types';
import type { Figures } from '../../live/floor';
import { percent } from '../../live/share';
import { Elapsed } from '../../parts/Elapsed';
import classes from './floor.module.css';

function Figure({ name, hint, children }: { name: string; hint?: string | undefined; children: ReactNode }) {
    return (
        <div className={classes['figure']}>
            <dt>{name}</dt>
            <dd>
                <span className={classes['number']}>{children}</span>
                {hint && <small>{hint}</small>}
            </dd>
        </div>
    );
}

export function BigFigures({ sums, queues }: { sums: Figures; queues: Queue[] }) {
    const { t, i18n } = useTranslation();
    // The definition belongs beside the number: service level is counted in six ways in this trade.
    const definition = queues[0]?.service_level.definition ?? t('floor.within');
    return (
        <dl className={classes['figures']}>
            <Figure name={t('floor.waiting')}>
                <span data-testid="figure-waiting">{sums.waiting}</span>
            </Figure>
            <Figure name={t('floor.longest')}>
                {sums.longest_since === null ? '–' : <Elapsed since={sums.longest_since} />}
            </Figure>
            <Figure name={t('floor.ready')}>
                <span data-testid="figure-ready">{sums.ready}</span>
            </Figure>
            <Figure name={t('floor.talking')}>
                <span data-testid="figure-talking">{sums.talking}</span>
            </Figure>
            <Figure name={t('floor.service_level')} hint={t('floor.within')}>
                <span title={definition} data-testid="figure-service-level">
                    {sums.service_level === null ? '–' : percent(sums.service_level, i18n.language)}
                </span>
            </Figure>
        </dl>
    );
}
