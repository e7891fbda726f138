import { Button, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SelfCall } from '../../api/types';
import { useKeys } from '../../keys/useKeys';
import { faultText } from '../../parts/Fault';
import { useCallActions } from '../../phone/useCallActions';
import classes from './desk.module.css';
import { ResultChoice } from './ResultChoice';
import { useFiling, type Filing } from './useFiling';
import { useResults } from './useResults';

function SavedState({ filing, call }: { filing: Filing; call: SelfCall }) {
    const { t } = useTranslation();
    if (filing.fault && !filing.draft.saved)
        return (
            <Text c="var(--stop)" fz={13} role="alert">
                {faultText(t, filing.fault)}{' '}
                <Button size="compact-xs" variant="default" onClick={() => void filing.save()}>
                    {t('error.retry')}
                </Button>
            </Text>
        );
    let text = call.state === 'wrap_up' ? t('desk.needs_result') : t('desk.then_wrap_up');
    if (filing.draft.result !== null) text = filing.saving || !filing.draft.saved ? t('desk.saving') : t('desk.saved');
    return (
        <Text c="dimmed" fz={13} role="status" data-testid="saved-state" data-saved={filing.draft.saved}>
            {text}
        </Text>
    );
}

function ResultBar({ call, filing }: { call: SelfCall; filing: Filing }) {
    const { t } = useTranslation();
    const queries = useQueryClient();
    const { finish } = useCallActions(call);
    const { language } = useTranslation().i18n;
    const results = useResults(call.client.key).data ?? [];
    const chosen = results.find((one) => one.key === filing.draft.result);
    const end = async () => {
        if (!(await filing.save())) return;
        await finish.mutateAsync().then(
            () => filing.forget(),
            () => undefined,
        );
        void queries.invalidateQueries({ queryKey: ['to-complete'] });
    };
    return (
        <div className={classes['resultBar']}>
            <div className={classes['chosen']}>
                <span>{t('desk.result')}</span>
                <strong data-testid="result-chosen">
                    {chosen ? (language.startsWith('de') ? chosen.name_de : chosen.name_en) : '–'}
                </strong>
            </div>
            <SavedState filing={filing} call={call} />
            <Button
                disabled={call.state !== 'wrap_up' || filing.draft.result === null}
                loading={finish.isPending}
                onClick={() => void end()}
                data-testid="finish"
            >
                {t('desk.finish')}
            </Button>
        </div>
    );
}

/** What to say, what to note, how it ended. */
export function CallWork({ call }: { call: SelfCall }) {
    const { t } = useTranslation();
    const filing = useFiling(call.id);
    const results = useResults(call.client.key);
    const started = call.state !== 'offered';
    useKeys((command) => {
        if (typeof command !== 'object' || !started) return false;
        const result = results.data?.[command.result - 1];
        if (!result) return false;
        filing.pick(result.key);
        return true;
    });
    return (
        <>
            <div className={classes['scroll']}>
                {call.state !== 'wrap_up' && (
                    <section className={classes['card']} aria-label={t('desk.greeting')}>
                        <p className={classes['greeting']} data-testid="greeting">
                            „{call.greeting}“
                        </p>
                    </section>
                )}
                {started && (
                    <>
                        <ResultChoice results={results} chosen={filing.draft.result} pick={filing.pick} />
                        <Textarea
                            label={t('desk.note')}
                            placeholder={t('desk.note_placeholder')}
                            description={filing.draft.saved ? undefined : t('desk.note_kept')}
                            inputWrapperOrder={['label', 'input', 'description', 'error']}
                            autosize
                            minRows={3}
                            maxRows={10}
                            maxLength={4000}
                            value={filing.draft.note}
                            onChange={(event) => filing.write(event.currentTarget.value)}
                            onBlur={() => void filing.save()}
                            data-testid="note"
                        />
                    </>
                )}
            </div>
            {started && <ResultBar call={call} filing={filing} />}
        </>
    );
}
