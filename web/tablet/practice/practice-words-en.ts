import type { PracticeWords } from "./practice-words.ts";

export const practiceWordsEn: PracticeWords = {
  title: "Practice",
  case: {
    title: "Case 1 — Faint in the waiting room",
    introduction:
      "<p>A woman of 62 sits down abruptly in the waiting room of a health centre. She is pale and says that “everything is spinning”. You are the first to reach her.</p>",
    first: {
      stem: "What do you check in the first minute?",
      options: [
        "Whether she answers your questions",
        "Her breathing",
        "Her pulse",
        "The number of her insurance card",
        "The time of her last meal, by telephoning her family",
      ],
    },
    trace: {
      stem: "She answers, breathes calmly, and her pulse is slow. Here is the trace that was recorded. How do you describe it?",
      alt: "Fictitious trace of six seconds: four narrow complexes at equal intervals",
      options: ["Slow and regular", "Slow and irregular", "Fast and regular", "Fast and irregular"],
    },
    plan: {
      stem: "Her condition no longer worries you, but you prefer to have the defibrillator at hand. On the plan of the health centre, place a point on the cabinet marked with a heart.",
      alt: "Plan of the health centre: three rooms at the top, a corridor, the waiting room and the reception at the bottom",
    },
  },
  isolated: {
    title: "Isolated questions",
    few: {
      stem: "Which are the <strong>two</strong> simplest measures against passing on a cold?",
      options: ["Washing hands", "Airing the room", "Taking an antibiotic", "Standing up", "Drinking very hot tea"],
    },
    list: {
      stem: "Which <strong>three</strong> instruments are found in almost every consulting room? Look for them in the list.",
      options: [
        "Accelerometer",
        "Audiometer",
        "Bronchoscope",
        "Endoscope",
        "Ergometer",
        "Microscope",
        "Otoscope",
        "Scales",
        "Scanner",
        "Slit lamp",
        "Sphygmomanometer",
        "Stethoscope",
        "Ultrasound machine",
        "Ventilator",
      ],
    },
    short: {
      stem: "What is the recording of the electrical activity of the heart called? Write it in one word; letters with accents, as in <em>Ménière</em>, can be typed too.",
    },
    scale: {
      stem: "A child of 6 has been coughing for two days, without fever.",
      hypothesis: "<p>a cold</p>",
      finding: "<p>that his brother had the same cough last week, and has it no longer</p>",
    },
  },
  article: {
    title: "Reading of an article",
    heading: "Ten minutes of walking a day and sleep: a randomised trial (fictitious article)",
    html: `<h3>Objective</h3><p>To find out whether ten minutes of walking after lunch improve the sleep of people who work sitting down.</p>
<h3>Method</h3><p>Two hundred employees of a public office were divided into two groups at random. The first walked for ten minutes each day for eight weeks; the second changed nothing of its habits. The primary outcome was the duration of sleep noted in a diary. Those who analysed the diaries did not know the group.</p>
<h3>Results</h3><table><thead><tr><th>Outcome</th><th align="right">Walking</th><th align="right">Control</th></tr></thead><tbody><tr><td>Participants analysed</td><td align="right">96</td><td align="right">98</td></tr><tr><td>Duration of sleep</td><td align="right">7 h 06</td><td align="right">6 h 48</td></tr><tr><td>Awakenings per night</td><td align="right">1.4</td><td align="right">1.6</td></tr></tbody></table><p>The difference in duration of sleep was 18 minutes (95% confidence interval: 5 to 31).</p>
<h3>Discussion</h3><p>Participants knew which group they were in and kept their own diaries. A measurement by a device worn at the wrist would be useful.</p>`,
    design: {
      stem: "What type of study is it?",
      options: ["Randomised controlled trial", "Cohort study", "Case-control study", "Case series"],
    },
    result: {
      stem: "Which statements are correct according to the article?",
      options: [
        "Participants did not know their group",
        "Sleep was noted by the participants themselves",
        "The difference observed is 18 minutes",
        "The study lasted one year",
      ],
    },
  },
};
