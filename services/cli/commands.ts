/** Every command of `amphi`. */
import type { Command } from "#cli/command";
import { allocateCommand } from "#cli/admission/allocate";
import { auditCommand } from "#cli/admission/audit";
import { explainCommand } from "#cli/admission/explain";
import { reorientCommand } from "#cli/admission/reorient";
import { roundCommand } from "#cli/admission/round";
import { dbRolesCommand } from "#cli/db/roles";
import { dbSetupCommand } from "#cli/db/setup";
import { exportExamCommand } from "#cli/exam/export-exam";
import { importExamCommand } from "#cli/exam/import-exam";
import { exportAnswersCommand } from "#cli/export/export-answers";
import { exportLettersCommand } from "#cli/export/export-letters";
import { createExamCommand } from "#cli/import/create-exam";
import { demoSeedCommand } from "#cli/import/demo";
import { exportCardsCommand } from "#cli/import/export-cards";
import { importAnswersCommand } from "#cli/import/import-answers";
import { importCandidatesCommand } from "#cli/import/import-candidates";
import { importMarksCommand } from "#cli/import/import-marks";
import { importPaperCommand } from "#cli/import/import-paper";
import { compareMarksCommand } from "#cli/marking/compare-marks";
import { exposureCommand } from "#cli/marking/exposure";
import { markCommand } from "#cli/marking/mark";
import { markingExportCommand, markingListCommand, markingRunCommand } from "#cli/marking/marking-run";
import { reviewSettleCommand, reviewSheetCommand } from "#cli/marking/review";
import { codesListCommand, codesPrintCommand } from "#cli/packages/codes";
import { demoYearCommand } from "#cli/pipeline/demo-year";
import { pipelineCommand } from "#cli/pipeline/pipeline";
import { packagesStatusCommand } from "#cli/packages/status";
import { staffCodeCommand, staffDisableCommand, staffListCommand, staffResetCommand } from "#cli/staff/accounts";
import { importStaffCommand } from "#cli/staff/import-staff";
import { rehearsalListCommand, rehearsalRecordCommand } from "#cli/rehearsal/records";
import {
  rankingExportCommand,
  rankingListCommand,
  rankingRulesCommand,
  rankingRunCommand,
} from "#cli/ranking/exam-ranking";
import { lotteryCommitCommand } from "#cli/ranking/lottery-commit";
import { lotteryRevealCommand } from "#cli/ranking/lottery-reveal";
import { lotterySelectCommand } from "#cli/ranking/lottery-select";
import { lotteryVerifyCommand } from "#cli/ranking/lottery-verify";
import { rankCommand } from "#cli/ranking/rank";
import { verifyRankingCommand } from "#cli/ranking/verify-ranking";
import { rehearsalResultsCommand } from "#cli/rehearsal/results";
import { rehearsalRevokeCommand, rehearsalTokenCommand, rehearsalTokensCommand } from "#cli/rehearsal/tokens";
import { replayCommand } from "#cli/replay/replay";
import { receiptCommand } from "#cli/receipt/receipt";
import { receiptKeyCommand } from "#cli/receipt/receipt-key";
import { sittingActCommand } from "#cli/sitting/act";
import { sittingClockCommand } from "#cli/sitting/clock";
import { sittingListCommand } from "#cli/sitting/list";
import { sittingOpenCommand } from "#cli/sitting/open";
import { sittingRescheduleCommand } from "#cli/sitting/reschedule";
import { studentInviteCommand } from "#cli/student/invite";
import { studentMailsCommand, studentTemplateCommand } from "#cli/student/mails";
import { studentDataCommand, studentEraseCommand, studentForgetCommand } from "#cli/student/personal-data";
import { verifyCommand } from "#cli/evidence/verify";

export const COMMANDS: readonly Command[] = [
  dbSetupCommand,
  dbRolesCommand,
  createExamCommand,
  importExamCommand,
  exportExamCommand,
  importPaperCommand,
  importCandidatesCommand,
  importStaffCommand,
  importAnswersCommand,
  importMarksCommand,
  exportCardsCommand,
  staffListCommand,
  staffResetCommand,
  staffDisableCommand,
  staffCodeCommand,
  demoSeedCommand,
  demoYearCommand,
  sittingListCommand,
  sittingOpenCommand,
  sittingActCommand,
  sittingClockCommand,
  sittingRescheduleCommand,
  markCommand,
  compareMarksCommand,
  exposureCommand,
  reviewSheetCommand,
  reviewSettleCommand,
  markingRunCommand,
  markingListCommand,
  markingExportCommand,
  studentInviteCommand,
  studentMailsCommand,
  studentTemplateCommand,
  studentDataCommand,
  studentEraseCommand,
  studentForgetCommand,
  packagesStatusCommand,
  codesPrintCommand,
  codesListCommand,
  rehearsalListCommand,
  rehearsalRecordCommand,
  rehearsalResultsCommand,
  rehearsalRevokeCommand,
  rehearsalTokenCommand,
  rehearsalTokensCommand,
  replayCommand,
  receiptCommand,
  receiptKeyCommand,
  verifyCommand,
  exportAnswersCommand,
  exportLettersCommand,
  rankCommand,
  lotteryCommitCommand,
  lotteryRevealCommand,
  lotteryVerifyCommand,
  lotterySelectCommand,
  verifyRankingCommand,
  rankingRulesCommand,
  rankingRunCommand,
  rankingListCommand,
  rankingExportCommand,
  roundCommand,
  allocateCommand,
  auditCommand,
  explainCommand,
  reorientCommand,
  pipelineCommand,
];
