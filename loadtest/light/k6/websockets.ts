/** `WebSocket` of k6, as far as a tablet's link uses it. */
import { type ClientOptions, WebSocket as Socket } from "ws";

export class WebSocket extends Socket {
  constructor(url: string, protocols: string[], { headers }: Pick<ClientOptions, "headers">) {
    // A private platform signs its own certificate; that texts are UTF-8 is what the platform's own tests look at.
    super(url, protocols, { headers, perMessageDeflate: false, rejectUnauthorized: false, skipUTF8Validation: true });
    this.on("error", () => undefined); // a close event follows, and that is what a link listens to
  }
}
