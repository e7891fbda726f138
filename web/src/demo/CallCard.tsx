import { IconPhone, IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { timer } from '../format/format';
import { ButtonCall, type ButtonState } from './buttonCall';

const own_client = 'nordheim';
// Ends that are no fault of anybody: somebody hung up.
const good_ends = ['caller_hung_up', 'agent_hung_up', 'abandoned', 'cancelled', ''];

function Talking({ since }: { since: number }) {
    const { t } = useTranslation('demo');
    const [now, setNow] = useState(since);
    useEffect(() => {
        const tick = setInterval(() => setNow(Date.now()), 1000);
        return () => clearInterval(tick);
    }, []);
    return (
        <>
            {t('call.connected')} <time>{timer(now - since)}</time>
        </>
    );
}

function Words({ state }: { state: ButtonState }) {
    const { t } = useTranslation('demo');
    switch (state.name) {
        case 'idle':
            return null;
        case 'preparing':
            return t('call.preparing');
        case 'waiting':
            return t('call.waiting');
        case 'connected':
            return <Talking since={state.since} />;
        case 'ended':
            return good_ends.includes(state.reason) ? t('call.ended') : t('call.ended_by_us');
        case 'failed':
            return t(`call.failed_${state.why}`);
    }
}

function VoiceChoice({
    microphone,
    choose,
    disabled,
}: {
    microphone: boolean;
    choose: (microphone: boolean) => void;
    disabled: boolean;
}) {
    const { t } = useTranslation('demo');
    const name = useId();
    return (
        <fieldset disabled={disabled}>
            <legend>
                <span className="tag">{t('voice.title')}</span> {t('voice.text')}
            </legend>
            <label>
                <input
                    type="radio"
                    name={name}
                    checked={!microphone}
                    onChange={() => choose(false)}
                    data-testid="caller-recorded"
                />
                {t('voice.recorded')}
            </label>
            <label>
                <input
                    type="radio"
                    name={name}
                    checked={microphone}
                    onChange={() => choose(true)}
                    data-testid="caller-microphone"
                />
                {t('voice.microphone')}
            </label>
        </fieldset>
    );
}

/** The call button itself, its states in words, and who speaks. */
export function CallCard() {
    const { t } = useTranslation('demo');
    const [state, setState] = useState<ButtonState>({ name: 'idle' });
    const [microphone, setMicrophone] = useState(false);
    const [chosen, setChosen] = useState<string | null>(null);
    const audio = useRef<HTMLAudioElement>(null);
    const call = useRef<ButtonCall | null>(null);
    const buttons = useQuery({
        queryKey: ['buttons'],
        queryFn: async () => (await answer(api.GET('/api/demo/buttons'))).items,
    });
    useEffect(() => () => call.current?.hang_up(), []);

    const own = buttons.data?.find((one) => one.client === own_client) ?? buttons.data?.[0];
    const button = buttons.data?.find((one) => one.key === chosen) ?? own;
    const busy = state.name === 'preparing' || state.name === 'waiting' || state.name === 'connected';
    const dial = () => {
        if (!button || !audio.current) return;
        call.current = new ButtonCall(button.key, audio.current, setState);
        void call.current.start(microphone);
    };
    return (
        <section className="contact" id="contact" aria-labelledby="contact-title">
            <div className="callCard">
                <h2 id="contact-title">{t('call.title')}</h2>
                <p>{t('call.text')}</p>
                {buttons.isError && (
                    <p role="alert">
                        {t('call.loading_failed')}{' '}
                        <button type="button" className="quiet" onClick={() => void buttons.refetch()}>
                            {t('call.retry')}
                        </button>
                    </p>
                )}
                {buttons.data?.length === 0 && <p>{t('call.none')}</p>}
                {button && (
                    <>
                        {busy ? (
                            <button
                                type="button"
                                className="end"
                                onClick={() => call.current?.hang_up()}
                                data-testid="demo-hang-up"
                            >
                                <IconPhoneOff size={22} aria-hidden />
                                {t('call.hang_up')}
                            </button>
                        ) : (
                            <button type="button" className="primary" onClick={dial} data-testid="demo-call">
                                <IconPhone size={22} aria-hidden />
                                {state.name === 'idle' ? t('call.button') : t('call.again')}
                            </button>
                        )}
                        <p className="callState" role="status" data-testid="demo-state" data-state={state.name}>
                            <Words state={state} />
                        </p>
                        <VoiceChoice microphone={microphone} choose={setMicrophone} disabled={busy} />
                        {(buttons.data?.length ?? 0) > 1 && (
                            <label className="which">
                                {t('voice.button')}
                                <select
                                    value={button.key}
                                    disabled={busy}
                                    onChange={(event) => setChosen(event.currentTarget.value)}
                                    data-testid="demo-button"
                                >
                                    {buttons.data?.map((one) => (
                                        <option key={one.key} value={one.key}>
                                            {one.name}
                                        </option>
                                    ))}
                                </select>
                            </label>
                        )}
                    </>
                )}
                <audio ref={audio} autoPlay hidden data-testid="demo-audio" />
            </div>
        </section>
    );
}
