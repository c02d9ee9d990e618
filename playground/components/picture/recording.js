// Records a film as a file: the stage frame by frame, with the epoch below it.

const FOOT = 28; // pixels below the picture, for the epoch
const TYPES = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];
const BITS = 4_000_000; // per second

/** Whether this browser can record a film. */
export const canRecord = () => typeof MediaRecorder !== "undefined" && TYPES.some((type) => MediaRecorder.isTypeSupported(type));

export class Recording {
  /** stage: the element whose canvases are recorded; words(): the text below them; colours: see palette.js. */
  constructor(stage, words, colours) {
    Object.assign(this, { stage, words, colours });
    this.canvas = document.createElement("canvas");
    const { width, height } = stage.getBoundingClientRect();
    this.scale = Math.max(1, Math.min(window.devicePixelRatio, 2));
    // Video encoders need even sizes.
    this.canvas.width = 2 * Math.ceil((width * this.scale) / 2);
    this.canvas.height = 2 * Math.ceil(((height + FOOT) * this.scale) / 2);
    this.draw();
    const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
    this.recorder = new MediaRecorder(this.canvas.captureStream(), { mimeType: type, videoBitsPerSecond: BITS });
    this.parts = [];
    this.recorder.addEventListener("dataavailable", ({ data }) => data.size && this.parts.push(data));
    this.recorder.start();
  }

  draw() {
    const { stage, canvas, colours } = this;
    const context = canvas.getContext("2d");
    const room = stage.getBoundingClientRect();
    context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, room.width, room.height + FOOT);
    for (const each of stage.querySelectorAll("canvas")) {
      const { left, top, width, height } = each.getBoundingClientRect();
      if (width && height && each.width && each.height) context.drawImage(each, left - room.left, top - room.top, width, height);
    }
    context.fillStyle = colours.text;
    context.font = `600 14px ${colours.font}`;
    context.textAlign = "center";
    context.fillText(this.words(), room.width / 2, room.height + FOOT - 10);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  /** Ends the recording; resolves to a file. */
  async finish(name) {
    const stopped = new Promise((resolve) => this.recorder.addEventListener("stop", resolve, { once: true }));
    this.recorder.stop();
    await stopped;
    cancelAnimationFrame(this.frame);
    const type = this.recorder.mimeType.split(";")[0];
    return new File(this.parts, `${name}.${type.split("/")[1]}`, { type });
  }
}

/** Offers a file as a download. */
export function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
