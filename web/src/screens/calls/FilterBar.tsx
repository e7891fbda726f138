import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { phoneNumber } from '../../format/format';
import { nameOf } from '../../session/presence';
import classes from './calls.module.css';
import { type Filters } from './filters';
import { useCatalogue } from './useCalls';

const typing_pause_ms = 300;

/** A text filter that is applied after a pause in typing; follows the address when it changes elsewhere. */
function TextFilter({
    name,
    label,
    value,
    type,
    change,
}: {
    name: string;
    label: string;
    value: string;
    type: 'search' | 'date' | 'text';
    change: (value: string) => void;
}) {
    const [typed, setTyped] = useState(value);
    const [shown, setShown] = useState(value);
    if (shown !== value) {
        setShown(value);
        setTyped(value);
    }
    const later = useDebouncedCallback(change, typing_pause_ms);
    return (
        <TextInput
            label={label}
            type={type}
            value={typed}
            leftSection={type === 'search' ? <IconSearch size={16} aria-hidden /> : undefined}
            onChange={(event) => {
                setTyped(event.currentTarget.value);
                later(event.currentTarget.value);
            }}
            data-testid={`filter-${name}`}
        />
    );
}

export function FilterBar({ filters, change }: { filters: Filters; change: (part: Filters) => void }) {
    const { t, i18n } = useTranslation();
    const { clients, queues, numbers, results } = useCatalogue();
    const ofClient = <Row extends { client: string }>(rows: Row[]) =>
        filters.client ? rows.filter((row) => row.client === filters.client) : rows;
    const choice = (name: 'client' | 'queue' | 'number' | 'result', data: { value: string; label: string }[]) => (
        <Select
            label={t(`calls.${name}`)}
            placeholder={t('calls.all')}
            data={data}
            value={filters[name] ?? null}
            clearable
            searchable
            clearButtonProps={{ 'aria-label': t('calls.reset') }}
            onChange={(value) => change({ [name]: value ?? undefined })}
            data-testid={`filter-${name}`}
        />
    );
    const text = (name: 'search' | 'from' | 'to' | 'agent', type: 'search' | 'date' | 'text') => (
        <TextFilter
            name={name}
            type={type}
            label={t(`calls.${name}`)}
            value={filters[name] ?? ''}
            change={(value) => change({ [name]: value || undefined })}
        />
    );
    return (
        <div className={classes['filters']} role="search">
            <div className={classes['wide']}>{text('search', 'search')}</div>
            {text('from', 'date')}
            {text('to', 'date')}
            {choice(
                'client',
                clients.map((one) => ({ value: one.key, label: one.name })),
            )}
            {choice(
                'queue',
                ofClient(queues).map((one) => ({ value: one.key, label: one.name })),
            )}
            {choice(
                'number',
                ofClient(numbers).map((one) => ({ value: one.number, label: phoneNumber(one.number) })),
            )}
            {choice(
                'result',
                results.map((one) => ({ value: one.key, label: nameOf(one, i18n.language) })),
            )}
            {text('agent', 'text')}
        </div>
    );
}
