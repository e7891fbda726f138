import { Button, UnstyledButton } from '@mantine/core';
import {
    IconHourglassHigh,
    IconMicrophone,
    IconMicrophoneOff,
    IconPhone,
    IconPhoneIncoming,
    IconPhoneOff,
    IconPhonePause,
    IconPhoneX,
    IconPlayerPause,
    IconPlayerPlay,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SelfCall } from '../../api/types';
import { phoneNumber } from '../../format/format';
import { useKeys } from '../../keys/useKeys';
import { useLive } from '../../live/LiveProvider';
import { Elapsed, Left } from '../../parts/Elapsed';
import { Level, usePhone, usePhoneView } from '../../phone/PhoneProvider';
import { useCallActions } from '../../phone/useCallActions';
import { useHold } from '../../phone/useHold';
import { callerOf } from './caller';
import classes from './desk.module.css';
import { endReason } from '../calls/endReason';

const tones = { offered: 'brand', live: 'live', held: 'hold', wrap_up: 'wrap' } as const;
const icons = {
    offered: IconPhoneIncoming,
    live: IconPhone,
    held: IconPhonePause,
    wrap_up: IconHourglassHigh,
} as const;

/** A caller on hold is a state of its own for the eye; the server calls it live since some moment held. */
const shown = (call: SelfCall) => (call.state === 'live' && call.held_since !== null ? 'held' : call.state);

function Who({ call }: { call: SelfCall }) {
    const { t } = useTranslation();
    const Mark = icons[shown(call)];
    return (
        <div className={classes['who']}>
            <span className={classes['mark']}>
                <Mark size={24} aria-hidden />
            </span>
            <div className={classes['names']}>
                <div className={classes['caller']} data-testid="call-caller">
                    {callerOf(t, call)}
                </div>
                <div className={classes['line']}>
                    <span className={classes['client']} data-testid="call-client">
                        <span className={classes['dot']} style={{ background: call.client.color }} aria-hidden />
                        {call.client.name}
                    </span>
                    <span>{call.queue.name}</span>
                    {call.caller_name && call.caller && <span>{phoneNumber(call.caller)}</span>}
                </div>
            </div>
        </div>
    );
}

function Time({ call }: { call: SelfCall }) {
    const { t } = useTranslation();
    const view = usePhoneView();
    if (call.state === 'live' && call.held_since !== null)
        return (
            <div className={classes['time']}>
                <div className={classes['clock']} data-testid="hold-timer">
                    <Elapsed since={call.held_since} />
                </div>
                <div className={classes['stateWord']} role="status">
                    {t('call.held')}
                </div>
            </div>
        );
    if (call.state === 'live')
        return (
            <div className={classes['time']}>
                <div className={classes['clock']} data-testid="call-timer">
                    <Elapsed since={call.answered_at ?? call.started_at} />
                </div>
                <div className={classes['stateWord']} role="status" data-muted={view.muted}>
                    {view.muted ? t('call.muted') : t('call.live')}
                </div>
            </div>
        );
    if (call.state === 'offered')
        return (
            <div className={classes['time']}>
                <div className={classes['clock']}>
                    <Elapsed since={call.queued_at ?? call.started_at} />
                </div>
                <div className={classes['stateWord']}>
                    {t('desk.waited')}
                    {call.offer_until !== null && (
                        <span className={classes['ringsFor']}>
                            {t('desk.rings_for')} <Left until={call.offer_until} />
                        </span>
                    )}
                </div>
            </div>
        );
    return (
        <div className={classes['time']}>
            <div className={classes['clock']} data-testid="wrap-up-left">
                {call.wrap_up_until === null ? null : <Left until={call.wrap_up_until} />}
            </div>
            <div className={classes['stateWord']} role="status">
                {call.end_reason ? endReason(t, call.end_reason) : t('desk.ended')}
            </div>
        </div>
    );
}

function Mute() {
    const { t } = useTranslation();
    const phone = usePhone();
    const { muted } = usePhoneView();
    const Mark = muted ? IconMicrophone : IconMicrophoneOff;
    return (
        <UnstyledButton
            className={classes['tool']}
            aria-pressed={muted}
            aria-keyshortcuts="F4"
            onClick={() => phone.mute(!muted)}
            data-testid="mute"
        >
            <Mark size={22} aria-hidden />
            {muted ? t('call.unmute') : t('call.mute')}
        </UnstyledButton>
    );
}

function Hold({ hold: { held, toggle } }: { hold: ReturnType<typeof useHold> }) {
    const { t } = useTranslation();
    const Mark = held ? IconPlayerPlay : IconPlayerPause;
    return (
        <UnstyledButton
            className={classes['tool']}
            aria-pressed={held}
            aria-keyshortcuts="F8"
            onClick={toggle}
            data-testid="hold"
        >
            <Mark size={22} aria-hidden />
            {held ? t('call.resume') : t('call.hold')}
        </UnstyledButton>
    );
}

function Levels() {
    const { t } = useTranslation();
    const phone = usePhone();
    return (
        <div className={classes['levels']}>
            <span>{t('call.you')}</span>
            <Level stream={phone.microphone} label={t('call.you')} />
            <span>{t('call.them')}</span>
            <Level stream={phone.remote} label={t('call.them')} />
        </div>
    );
}

function Buttons({ call, hold }: { call: SelfCall; hold: ReturnType<typeof useHold> }) {
    const { t } = useTranslation();
    const act = useCallActions(call);
    const by_browser = useLive((state) => state.self?.phone.kind === 'browser');
    if (call.state === 'offered')
        return (
            <div className={classes['buttons']}>
                {by_browser ? (
                    <Button
                        className={classes['answer'] ?? ''}
                        leftSection={<IconPhone size={20} aria-hidden />}
                        rightSection={<span className={`${classes['key'] ?? ''} key-hint`}>F2</span>}
                        loading={act.answer.isPending}
                        onClick={() => act.answer.mutate()}
                        aria-keyshortcuts="F2"
                        data-testid="answer"
                    >
                        {t('call.answer')}
                    </Button>
                ) : (
                    <span>{t('desk.answer_on_phone')}</span>
                )}
                <Button
                    variant="default"
                    h={48}
                    leftSection={<IconPhoneX size={18} aria-hidden />}
                    loading={act.decline.isPending}
                    onClick={() => act.decline.mutate()}
                    data-testid="decline"
                >
                    {t('call.decline')}
                </Button>
            </div>
        );
    if (call.state === 'live')
        return (
            <div className={classes['buttons']}>
                {by_browser && <Levels />}
                {by_browser && <Mute />}
                <Hold hold={hold} />
                <UnstyledButton
                    className={`${classes['tool'] ?? ''} ${classes['hangUp'] ?? ''}`}
                    onClick={() => act.hang_up.mutate()}
                    disabled={act.hang_up.isPending}
                    aria-keyshortcuts="Shift+F2"
                    data-testid="hang-up"
                >
                    <IconPhoneOff size={22} aria-hidden />
                    {t('call.hang_up')}
                </UnstyledButton>
            </div>
        );
    return (
        <div className={classes['buttons']}>
            <Button
                variant="default"
                disabled={call.extended}
                loading={act.extend.isPending}
                onClick={() => act.extend.mutate()}
                data-testid="extend-wrap-up"
            >
                {call.extended ? t('desk.extended') : t('desk.extend')}
            </Button>
        </div>
    );
}

/** Who, how long, and what can be done; never scrolls away. */
export function CallBar({ call }: { call: SelfCall }) {
    const act = useCallActions(call);
    const hold = useHold(call);
    const phone = usePhone();
    const by_browser = useLive((state) => state.self?.phone.kind === 'browser');
    useKeys((command) => {
        if (command === 'answer' && call.state === 'offered' && by_browser) act.answer.mutate();
        else if (command === 'hang_up' && call.state === 'live') act.hang_up.mutate();
        else if (command === 'hold' && call.state === 'live') hold.toggle();
        else if (command === 'mute' && call.state === 'live' && by_browser) phone.mute(!phone.read().muted);
        else return false;
        return true;
    });
    return (
        <div
            className={`${classes['bar'] ?? ''} tone-${tones[shown(call)]}`}
            data-testid={call.state === 'offered' ? 'offer' : `call-${call.state}`}
            data-call-id={call.id}
        >
            <Who call={call} />
            <Time call={call} />
            <Buttons call={call} hold={hold} />
        </div>
    );
}
