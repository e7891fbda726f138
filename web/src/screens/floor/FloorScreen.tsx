import { Skeleton, Stack } from '@mantine/core';
import { IconCloudOff, IconCloudCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { timer } from '../../format/format';
import { figures } from '../../live/floor';
import { useFloor, useLive, useLiveConnection } from '../../live/LiveProvider';
import { useNow } from '../../parts/Elapsed';
import { AgentGrid } from './AgentGrid';
import { BigFigures } from './BigFigures';
import classes from './floor.module.css';
import { QueueTiles } from './QueueTiles';

const stale_after_ms = 20_000;

/** How far the figures can be trusted: live, or greyed with their age. */
function useAge(): number | null {
    const connection = useLive((state) => state.connection);
    const live = useLiveConnection();
    useNow();
    const age_ms = Date.now() - live.socket.last_heard();
    return connection !== 'open' || age_ms > stale_after_ms ? age_ms : null;
}

function Age({ age_ms }: { age_ms: number | null }) {
    const { t } = useTranslation();
    return (
        <span
            className={`${classes['age'] ?? ''} tone-${age_ms === null ? 'live' : 'hold'}`}
            data-testid="floor-age"
            data-stale={age_ms !== null}
        >
            {age_ms === null ? <IconCloudCheck size={16} aria-hidden /> : <IconCloudOff size={16} aria-hidden />}
            {age_ms === null ? t('floor.current') : t('floor.stale', { age: timer(age_ms) })}
        </span>
    );
}

export function FloorScreen() {
    const { t } = useTranslation();
    const floor = useFloor();
    const age_ms = useAge();
    const sums = useMemo(() => (floor ? figures(floor) : null), [floor]);
    if (!floor || !sums) {
        return (
            <Stack p="xl" className="late" aria-label={t('app.loading')}>
                <Skeleton h={96} />
                <Skeleton h={160} />
                <Skeleton h={300} />
            </Stack>
        );
    }
    return (
        <div className={classes['page']} data-testid="floor">
            <div className={classes['top']}>
                <h1 className="hidden-text">{t('floor.title')}</h1>
                <Age age_ms={age_ms} />
            </div>
            <div className={age_ms === null ? undefined : classes['stale']}>
                <BigFigures sums={sums} queues={floor.queues} />
                <QueueTiles queues={floor.queues} />
                <AgentGrid agents={floor.agents} queues={floor.queues} />
            </div>
        </div>
    );
}
