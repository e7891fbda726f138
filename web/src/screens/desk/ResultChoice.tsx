import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedChoice } from '../../api/types';
import { Fault } from '../../parts/Fault';
import { nameOf } from '../../session/presence';
import classes from './desk.module.css';

/** The results as numbered buttons: one click or one key. */
export function ResultChoice({
    results,
    chosen,
    pick,
}: {
    results: UseQueryResult<NamedChoice[]>;
    chosen: string | null;
    pick: (result: string) => void;
}) {
    const { t, i18n } = useTranslation();
    const label = useId();
    if (results.isError) return <Fault cause={results.error} retry={() => void results.refetch()} />;
    return (
        <div>
            <div id={label} className={classes['label']}>
                {t('desk.choose_result')}
            </div>
            {results.isPending && <Skeleton h={88} className="late" />}
            <div className={classes['results']} role="group" aria-labelledby={label} data-testid="result-select">
                {results.data?.map((result, index) => (
                    <button
                        key={result.key}
                        type="button"
                        className={classes['result']}
                        aria-pressed={chosen === result.key}
                        onClick={() => pick(result.key)}
                        data-testid={`result-${result.key}`}
                    >
                        {index < 9 && (
                            <span className={classes['digit']} aria-hidden>
                                {index + 1}
                            </span>
                        )}
                        {nameOf(result, i18n.language)}
                    </button>
                ))}
            </div>
        </div>
    );
}
