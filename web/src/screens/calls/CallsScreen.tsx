import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconFilter, IconFilterOff } from '@tabler/icons-react';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/Empty';
import { Fault, tellFault } from '../../parts/Fault';
import { CallDrawer } from './CallDrawer';
import classes from './calls.module.css';
import { CallTable } from './CallTable';
import { asCsv, download } from './csv';
import { FilterBar } from './FilterBar';
import { isFiltered, no_filters, type Filters } from './filters';
import { export_rows_max, fetchAll, useCalls, useCatalogue } from './useCalls';

const exact_up_to = 10_000;

function Export({ filters }: { filters: Filters }) {
    const { t } = useTranslation();
    const [count, setCount] = useState(0);
    const run = useMutation({
        mutationFn: () => fetchAll(filters, setCount),
        onSuccess: (calls) => {
            download('rufwerk-calls.csv', asCsv(calls));
            if (calls.length === export_rows_max) {
                notifications.show({ message: t('calls.csv_limit', { count: export_rows_max }), autoClose: 10_000 });
            }
        },
        onError: (cause) => tellFault(t, cause),
    });
    return (
        <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            disabled={run.isPending}
            onClick={() => run.mutate()}
            data-testid="csv"
        >
            {run.isPending ? t('calls.csv_running', { count }) : t('calls.csv')}
        </Button>
    );
}

export function CallsScreen() {
    const { t } = useTranslation();
    const filters = useSearch({ from: '/calls' });
    const navigate = useNavigate({ from: '/calls' });
    const found = useCalls(filters);
    const { results } = useCatalogue();
    const narrow = useMediaQuery('(max-width: 767px)', window.matchMedia('(max-width: 767px)').matches);
    const [filtersShown, setFiltersShown] = useState(false);
    const active = Object.keys(no_filters).filter((name) => filters[name as keyof Filters]).length;
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
    const calls = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
    const total = found.data?.pages[0]?.total ?? null;
    const change = useCallback(
        (part: Filters) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
        [navigate],
    );
    const fetchMore = useCallback(() => {
        if (!isFetchingNextPage) void fetchNextPage();
    }, [isFetchingNextPage, fetchNextPage]);
    const count = total === null ? t('calls.many', { count: exact_up_to }) : t('calls.total', { count: total });
    const reset = isFiltered(filters) && (
        <Button
            variant="subtle"
            className={narrow ? (classes['reset'] ?? '') : ''}
            leftSection={<IconFilterOff size={16} aria-hidden />}
            onClick={() => change(no_filters)}
            data-testid="filters-reset"
        >
            {t('calls.reset')}
        </Button>
    );
    return (
        <div className={classes['page']}>
            <Group justify="space-between" className={classes['top'] ?? ''}>
                <h1 className="hidden-text">{t('calls.title')}</h1>
                <span className={classes['count']} role="status" data-testid="calls-total">
                    {found.data ? count : ' '}
                </span>
                <Group gap="sm">
                    {!narrow && reset}
                    {narrow && (
                        <Button
                            variant="default"
                            leftSection={<IconFilter size={16} aria-hidden />}
                            aria-expanded={filtersShown}
                            aria-label={t(filtersShown ? 'calls.hide_filters' : 'calls.show_filters')}
                            onClick={() => setFiltersShown(!filtersShown)}
                            data-testid="filters-toggle"
                        >
                            {active > 0 ? t('calls.active_filters', { count: active }) : t('calls.filters')}
                        </Button>
                    )}
                    <Export filters={filters} />
                </Group>
            </Group>
            {(!narrow || filtersShown) && <FilterBar filters={filters} change={change} />}
            {narrow && filtersShown && reset}
            {found.isError && <Fault cause={found.error} retry={() => void found.refetch()} />}
            {found.isPending && (
                <Stack p="lg" gap="md" className="late" aria-label={t('app.loading')}>
                    {[0, 1, 2, 3, 4, 5].map((row) => (
                        <Skeleton key={row} h={36} />
                    ))}
                </Stack>
            )}
            {found.data && calls.length === 0 && (
                <Empty text={isFiltered(filters) ? t('calls.none') : t('calls.none_yet')}>
                    {isFiltered(filters) && (
                        <Button variant="default" onClick={() => void navigate({ search: {} })}>
                            {t('calls.reset')}
                        </Button>
                    )}
                </Empty>
            )}
            {calls.length > 0 && (
                <CallTable
                    calls={calls}
                    total={total}
                    results={results}
                    more={hasNextPage}
                    fetchMore={fetchMore}
                    open={(call) => change({ call })}
                />
            )}
            <CallDrawer id={filters.call} results={results} close={() => change({ call: undefined })} />
        </div>
    );
}
