import { Button, Modal, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/client';
import type { Call } from '../../api/types';
import { dateTime } from '../../format/format';
import { useLive } from '../../live/LiveProvider';
import { Fault, faultText } from '../../parts/Fault';
import { callerOf } from './caller';
import classes from './desk.module.css';
import { ResultChoice } from './ResultChoice';
import { useFiling } from './useFiling';
import { useResults } from './useResults';

export function useToComplete() {
    // Asked again whenever my own state changes: that is when calls come onto the list.
    const call = useLive((state) => `${state.self?.agent.since ?? 0} ${state.self?.call?.state ?? ''}`);
    return useQuery({
        queryKey: ['to-complete', call],
        placeholderData: keepPreviousData,
        queryFn: async () => (await answer(api.GET('/api/me/to-complete'))).items,
    });
}

function Complete({ call, close }: { call: Call; close: () => void }) {
    const { t } = useTranslation();
    const queries = useQueryClient();
    const filing = useFiling(call.id);
    const results = useResults(call.client);
    const [picked, setPicked] = useState(filing.draft.result);
    const finish = async () => {
        if (picked === null) return;
        filing.pick(picked);
        if (!(await filing.save())) return;
        filing.forget();
        await queries.invalidateQueries({ queryKey: ['to-complete'] });
        close();
    };
    return (
        <div className={classes['complete']}>
            <ResultChoice results={results} chosen={picked} pick={setPicked} />
            <Textarea
                label={t('desk.note')}
                autosize
                minRows={3}
                maxLength={4000}
                value={filing.draft.note}
                onChange={(event) => filing.write(event.currentTarget.value)}
                error={filing.fault ? faultText(t, filing.fault) : undefined}
            />
            <Button
                disabled={picked === null}
                loading={filing.saving}
                onClick={() => void finish()}
                data-testid="complete-finish"
            >
                {t('desk.finish')}
            </Button>
        </div>
    );
}

export function ToComplete() {
    const { t, i18n } = useTranslation();
    const calls = useToComplete();
    const [open, setOpen] = useState<Call | null>(null);
    if (calls.isError) return <Fault cause={calls.error} retry={() => void calls.refetch()} />;
    if (!calls.data || calls.data.length === 0) return null;
    return (
        <section className={classes['toComplete']} aria-labelledby="to-complete" data-testid="to-complete">
            <h2 id="to-complete" className={classes['heading']}>
                {t('desk.to_complete')} <span>{calls.data.length}</span>
            </h2>
            <p className={classes['hint']}>{t('desk.to_complete_hint')}</p>
            <ul className={classes['list']}>
                {calls.data.map((call) => (
                    <li key={call.id} className={classes['toCompleteRow']}>
                        <div>
                            <strong>{callerOf(t, call)}</strong>
                            <div className={classes['line']}>
                                <span>{call.client_name}</span>
                                <span>{dateTime(call.started_at, i18n.language)}</span>
                            </div>
                        </div>
                        <Button
                            variant="default"
                            size="xs"
                            onClick={() => setOpen(call)}
                            data-testid={`complete-${call.id}`}
                        >
                            {t('desk.complete')}
                        </Button>
                    </li>
                ))}
            </ul>
            <Modal
                opened={open !== null}
                onClose={() => setOpen(null)}
                title={open ? callerOf(t, open) : ''}
                size="lg"
                closeButtonProps={{ 'aria-label': t('error.close') }}
            >
                {open && <Complete key={open.id} call={open} close={() => setOpen(null)} />}
            </Modal>
        </section>
    );
}
