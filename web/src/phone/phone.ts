import type { Live } from '../live/live';
import type { PhoneMessage } from '../live/socket';
import { telephoneConnection } from './codecs';
import { listDevices, microphoneConstraints, microphoneFault, sendTo, type MicrophoneFault } from './devices';
import type { PhonePreferences } from './preferences';

/** `attaching` again after a reload or a lost connection; `taken`: another page of mine is the telephone now. */
export type PhoneState = 'off' | 'attaching' | 'connected' | 'taken' | 'failed' | 'no_microphone';

export interface PhoneView {
    state: PhoneState;
    muted: boolean;
    fault: MicrophoneFault | null;
    detail: string;
}

const attempts_max = 6;
const attach_limit_ms = 10_000;
/** How long another tab may take to say that it is the telephone. */
const other_tab_ms = 200;

/** The browser as a telephone: one WebRTC leg that stays open for the whole shift; calls are joined to it on the server. */
export class BrowserPhone {
    private view: PhoneView = { state: 'off', muted: false, fault: null, detail: '' };
    private readonly watchers = new Set<() => void>();
    private readonly audio = document.createElement('audio');
    private connection: RTCPeerConnection | null = null;
    private preferences: PhonePreferences | null = null;
    private attempt = 0;
    private retry: ReturnType<typeof setTimeout> | undefined;
    private readonly forget: () => void;
    private readonly others = new BroadcastChannel('rufwerk.phone');
    microphone: MediaStream | null = null;
    remote: MediaStream | null = null;

    constructor(private readonly live: Live) {
        this.audio.autoplay = true;
        this.audio.dataset['testid'] = 'phone-audio';
        this.audio.hidden = true;
        document.body.append(this.audio);
        const forget_phone = live.hear_phone((message) => void this.on_message(message));
        // After a lost WebSocket the server may have given the leg up: offer a new one, the call is kept there.
        const forget_open = live.hear_open(() => {
            if (this.preferences && this.view.state !== 'taken' && this.view.state !== 'no_microphone')
                this.offer_anew();
        });
        const devices = navigator.mediaDevices as MediaDevices | undefined;
        devices?.addEventListener('devicechange', this.on_devices);
        this.others.onmessage = (event) => {
            if (event.data === 'ask' && this.is_telephone()) this.others.postMessage('mine');
        };
        this.forget = () => {
            forget_phone();
            forget_open();
            devices?.removeEventListener('devicechange', this.on_devices);
            this.others.close();
        };
    }

    readonly watch = (watcher: () => void): (() => void) => {
        this.watchers.add(watcher);
        return () => this.watchers.delete(watcher);
    };
    readonly read = (): PhoneView => this.view;

    async attach(preferences: PhonePreferences): Promise<void> {
        this.preferences = preferences;
        this.attempt = 0;
        this.set({ state: 'attaching', fault: null, detail: '' });
        if (!(await this.open_microphone(preferences))) return;
        await sendTo(this.audio, preferences.headset);
        await this.offer();
    }

    /** As `attach`, unless another tab of this browser is the telephone: a call there must not be torn away by opening a page. */
    async attach_if_free(preferences: PhonePreferences): Promise<void> {
        this.set({ state: 'attaching' });
        if (!(await this.is_elsewhere())) return this.attach(preferences);
        this.set({ state: 'taken' });
    }

    /** Without a microphone no call may be offered here; one that is on goes on, so that the agent can still listen. */
    release_if_deaf(): void {
        if (this.view.state !== 'no_microphone' || this.live.read().self?.call?.state === 'live') return;
        this.live.socket.send({ type: 'phone.release' });
        this.hang_up_connection();
    }

    mute(muted: boolean): void {
        this.microphone?.getAudioTracks().forEach((track) => (track.enabled = !muted));
        this.set({ muted });
    }

    dispose(): void {
        this.forget();
        this.preferences = null;
        clearTimeout(this.retry);
        this.hang_up_connection();
        this.close_microphone();
        this.audio.remove();
    }

    private async open_microphone(preferences: PhonePreferences): Promise<boolean> {
        this.close_microphone();
        const devices = navigator.mediaDevices as MediaDevices | undefined;
        if (!devices) {
            this.set({ state: 'no_microphone', fault: 'insecure' });
            return false;
        }
        try {
            this.microphone = await devices.getUserMedia(
                microphoneConstraints(preferences.microphone, preferences.voice_processing),
            );
        } catch (cause) {
            this.set({ state: 'no_microphone', fault: microphoneFault(cause) });
            return false;
        }
        for (const track of this.microphone.getAudioTracks()) {
            track.enabled = !this.view.muted;
            track.onended = () => {
                this.set({ state: 'no_microphone', fault: 'missing' });
                this.release_if_deaf();
            };
        }
        return true;
    }

    private is_telephone(): boolean {
        return this.preferences !== null && (this.view.state === 'connected' || this.view.state === 'attaching');
    }

    private is_elsewhere(): Promise<boolean> {
        const asking = new BroadcastChannel('rufwerk.phone');
        return new Promise<boolean>((resolve) => {
            const silence = setTimeout(() => resolve(false), other_tab_ms);
            asking.onmessage = (event) => {
                if (event.data !== 'mine') return;
                clearTimeout(silence);
                resolve(true);
            };
            asking.postMessage('ask');
        }).finally(() => asking.close());
    }

    /** A headset that was plugged in again is taken up without a click. */
    private readonly on_devices = (): void => {
        const preferences = this.preferences;
        if (!preferences || this.view.state !== 'no_microphone' || this.view.fault !== 'missing') return;
        void listDevices().then(({ microphones }) => {
            if (microphones.length > 0 && this.view.state === 'no_microphone') void this.attach(preferences);
        });
    };

    private close_microphone(): void {
        for (const track of this.microphone?.getTracks() ?? []) {
            track.onended = null;
            track.stop();
        }
        this.microphone = null;
    }

    private hang_up_connection(): void {
        const old = this.connection;
        this.connection = null;
        old?.close();
    }

    private async offer(): Promise<void> {
        const track = this.microphone?.getAudioTracks()[0];
        if (!track || !this.microphone) return;
        this.hang_up_connection();
        const connection = telephoneConnection(track, this.microphone);
        this.connection = connection;
        connection.ontrack = (event) => {
            this.remote = event.streams[0] ?? new MediaStream([event.track]);
            this.audio.srcObject = this.remote;
            void this.audio.play().catch(() => undefined);
        };
        connection.onconnectionstatechange = () => this.on_connection(connection);
        await connection.setLocalDescription();
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.try_again('no_answer'), attach_limit_ms);
        this.live.socket.send({ type: 'phone.offer', sdp: connection.localDescription?.sdp ?? '' });
    }

    private async on_message(message: PhoneMessage): Promise<void> {
        switch (message.type) {
            case 'phone.answer':
                if (this.connection?.signalingState !== 'have-local-offer') return;
                await this.connection
                    .setRemoteDescription({ type: 'answer', sdp: message.sdp })
                    .catch((cause: unknown) => this.try_again(String(cause)));
                return;
            case 'phone.connected':
                this.on_connected();
                return;
            case 'phone.failed':
                this.try_again(message.detail);
                return;
            case 'phone.taken':
                clearTimeout(this.retry);
                this.hang_up_connection();
                this.set({ state: 'taken' });
                return;
        }
    }

    private on_connection(connection: RTCPeerConnection): void {
        if (connection !== this.connection) return;
        if (connection.connectionState === 'connected') this.on_connected();
        if (connection.connectionState === 'failed') this.try_again('ice_failed');
        // "disconnected" often heals by itself; the browser says "failed" when it did not.
    }

    private on_connected(): void {
        clearTimeout(this.retry);
        this.attempt = 0;
        this.set({ state: 'connected', detail: '' });
    }

    private offer_anew(): void {
        this.attempt = 0;
        this.set({ state: 'attaching' });
        void this.offer();
    }

    private try_again(detail: string): void {
        clearTimeout(this.retry);
        if (!this.preferences) return;
        this.attempt += 1;
        if (this.attempt > attempts_max) {
            this.set({ state: 'failed', detail });
            return;
        }
        this.set({ state: 'attaching', detail });
        this.retry = setTimeout(() => void this.offer(), 500 * this.attempt);
    }

    private set(change: Partial<PhoneView>): void {
        this.view = { ...this.view, ...change };
        this.watchers.forEach((watcher) => watcher());
    }
}
