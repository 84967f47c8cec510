/** The looks of a paper's images: each stays as it was set for as long as the paper is on the screen. */
import { createContext } from "svelte";
import { filterOf, type Look, PLAIN } from "./figure-look.ts";

export class FigureLook {
  look = $state.raw<Look>(PLAIN);
  /** Shows the look on an image. By script: the security policy forbids style attributes. */
  readonly shown = (image: HTMLElement): void => {
    image.style.filter = filterOf(this.look);
  };
}
class FigureLooks {
  private readonly byImage = new Map<string, FigureLook>();

  of(sha256: string): FigureLook {
    const known = this.byImage.get(sha256) ?? new FigureLook();
    this.byImage.set(sha256, known);
    return known;
  }
}

const [looks, setLooks] = createContext<FigureLooks>();
/** To be called by the screen of a paper, as it is made. */
export const provideFigureLooks = (): void => void setLooks(new FigureLooks());
/** To be called as a component is made. */
export const figureLooks = looks;
