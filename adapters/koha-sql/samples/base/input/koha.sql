/*M!999999\- enable the sandbox mode */ 

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `accountlines`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accountlines` (
  `accountlines_id` int(11) NOT NULL,
  `issue_id` int(11) DEFAULT NULL,
  `borrowernumber` int(11) DEFAULT NULL,
  `itemnumber` int(11) DEFAULT NULL,
  `date` datetime DEFAULT NULL,
  `amount` decimal(28,6) DEFAULT NULL,
  `description` varchar(255) DEFAULT NULL,
  `credit_type_code` varchar(255) DEFAULT NULL,
  `debit_type_code` varchar(255) DEFAULT NULL,
  `amountoutstanding` decimal(28,6) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `manager_id` int(11) DEFAULT NULL,
  `register_id` varchar(255) DEFAULT NULL,
  `interface` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`accountlines_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accountlines` WRITE;
/*!40000 ALTER TABLE `accountlines` DISABLE KEYS */;
INSERT INTO `accountlines` VALUES
(1,903,1,1,'2024-05-28 09:00:00',1.500000,'Retard du 27/05',NULL,'OVERDUE',1.500000,'2024-05-28 09:00:00',NULL,NULL,'cron'),
(2,NULL,1,NULL,'2024-05-29 09:00:00',-1.500000,'','PAYMENT',NULL,0.000000,'2024-05-29 09:00:00',1,NULL,'intranet');
/*!40000 ALTER TABLE `accountlines` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `biblio`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `biblio` (
  `biblionumber` int(11) NOT NULL,
  `frameworkcode` varchar(255) DEFAULT NULL,
  `author` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `unititle` varchar(255) DEFAULT NULL,
  `notes` varchar(255) DEFAULT NULL,
  `serial` varchar(255) DEFAULT NULL,
  `seriestitle` varchar(255) DEFAULT NULL,
  `copyrightdate` int(11) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `datecreated` date DEFAULT NULL,
  `abstract` longtext DEFAULT NULL,
  PRIMARY KEY (`biblionumber`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `biblio` WRITE;
/*!40000 ALTER TABLE `biblio` DISABLE KEYS */;
INSERT INTO `biblio` VALUES
(1,'','Andréa Modèle','L\'été des rêves',NULL,NULL,NULL,NULL,2017,'2020-03-12 09:02:38','2018-02-03','Un été, une ville.\nEt puis \"rien\".'),
(2,'',NULL,'Sonates',NULL,NULL,NULL,NULL,2003,'2020-03-12 09:02:38','2018-02-03',NULL);
/*!40000 ALTER TABLE `biblio` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `biblioitems`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `biblioitems` (
  `biblioitemnumber` int(11) NOT NULL,
  `biblionumber` int(11) DEFAULT NULL,
  `volume` varchar(255) DEFAULT NULL,
  `number` varchar(255) DEFAULT NULL,
  `itemtype` varchar(255) DEFAULT NULL,
  `isbn` varchar(255) DEFAULT NULL,
  `issn` varchar(255) DEFAULT NULL,
  `ean` varchar(255) DEFAULT NULL,
  `publicationyear` varchar(255) DEFAULT NULL,
  `publishercode` varchar(255) DEFAULT NULL,
  `volumedate` varchar(255) DEFAULT NULL,
  `volumedesc` varchar(255) DEFAULT NULL,
  `collectiontitle` varchar(255) DEFAULT NULL,
  `collectionissn` varchar(255) DEFAULT NULL,
  `collectionvolume` varchar(255) DEFAULT NULL,
  `editionstatement` varchar(255) DEFAULT NULL,
  `editionresponsibility` varchar(255) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `illus` varchar(255) DEFAULT NULL,
  `pages` varchar(255) DEFAULT NULL,
  `notes` varchar(255) DEFAULT NULL,
  `size` varchar(255) DEFAULT NULL,
  `place` varchar(255) DEFAULT NULL,
  `lccn` varchar(255) DEFAULT NULL,
  `url` varchar(255) DEFAULT NULL,
  `cn_source` varchar(255) DEFAULT NULL,
  `cn_class` varchar(255) DEFAULT NULL,
  `cn_item` varchar(255) DEFAULT NULL,
  `cn_suffix` varchar(255) DEFAULT NULL,
  `cn_sort` varchar(255) DEFAULT NULL,
  `agerestriction` varchar(255) DEFAULT NULL,
  `totalissues` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`biblioitemnumber`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `biblioitems` WRITE;
/*!40000 ALTER TABLE `biblioitems` DISABLE KEYS */;
INSERT INTO `biblioitems` VALUES
(1,1,'roman',NULL,'LIVR','978-2-9999999-9-6 | 2-9999999-9-6',NULL,NULL,'DL 2017','Éditions du Modèle',NULL,NULL,'Les petits modèles',NULL,'12',NULL,NULL,'2020-03-12 09:08:56','couv. ill.','217 p.',NULL,'20 cm','Reims',NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL),
(2,2,NULL,NULL,'CD',NULL,NULL,'3700000000004','2003',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2020-03-12 09:08:56',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL);
/*!40000 ALTER TABLE `biblioitems` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `borrowers`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `borrowers` (
  `borrowernumber` int(11) NOT NULL,
  `cardnumber` varchar(255) DEFAULT NULL,
  `surname` varchar(255) DEFAULT NULL,
  `firstname` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `streetnumber` varchar(255) DEFAULT NULL,
  `streettype` varchar(255) DEFAULT NULL,
  `address` varchar(255) DEFAULT NULL,
  `address2` varchar(255) DEFAULT NULL,
  `city` varchar(255) DEFAULT NULL,
  `zipcode` varchar(255) DEFAULT NULL,
  `country` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `phone` varchar(255) DEFAULT NULL,
  `mobile` varchar(255) DEFAULT NULL,
  `dateofbirth` date DEFAULT NULL,
  `branchcode` varchar(255) DEFAULT NULL,
  `categorycode` varchar(255) DEFAULT NULL,
  `dateenrolled` date DEFAULT NULL,
  `dateexpiry` date DEFAULT NULL,
  `lost` int(11) DEFAULT NULL,
  `debarred` date DEFAULT NULL,
  `debarredcomment` varchar(255) DEFAULT NULL,
  `borrowernotes` varchar(255) DEFAULT NULL,
  `sex` varchar(255) DEFAULT NULL,
  `password` varchar(255) DEFAULT NULL,
  `flags` varchar(255) DEFAULT NULL,
  `userid` varchar(255) DEFAULT NULL,
  `opacnote` varchar(255) DEFAULT NULL,
  `sort1` varchar(255) DEFAULT NULL,
  `sort2` varchar(255) DEFAULT NULL,
  `updated_on` datetime DEFAULT NULL,
  `lastseen` datetime DEFAULT NULL,
  PRIMARY KEY (`borrowernumber`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `borrowers` WRITE;
/*!40000 ALTER TABLE `borrowers` DISABLE KEYS */;
INSERT INTO `borrowers` VALUES
(1,'0001001','EXEMPLE','Camille','Mme','4','rue','de l\'Église','Bât. B','Œuilly','51480','France','camille@exemple.fr','03 00 00 00 01','06 00 00 00 01','1987-04-12','CTR','ADULT','2019-09-02','2025-09-01',0,NULL,NULL,NULL,'F','x',NULL,'cexemple',NULL,'COMMUNE',NULL,'2024-05-06 15:04:00','2024-05-06 15:04:00'),
(2,'0001002','D\'ESSAI','Noé',NULL,NULL,NULL,'2 impasse Fictive',NULL,'Œuilly','51480',NULL,NULL,NULL,NULL,'2014-02-28','CTR','ENF','2021-10-06','2024-10-05',0,'9999-12-31','Documents non rendus','Voir les parents','M','x',NULL,NULL,NULL,'COMMUNE',NULL,'2024-01-01 10:00:00',NULL),
(3,'*0001003*','FICTIF','Dominique',NULL,NULL,NULL,NULL,NULL,'Reims','51100',NULL,NULL,NULL,NULL,NULL,'ETG','ADULT','2012-03-01','2013-02-28',1,NULL,NULL,NULL,NULL,'x',NULL,NULL,NULL,'HORS',NULL,'2013-02-28 10:00:00',NULL);
/*!40000 ALTER TABLE `borrowers` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `branches`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `branches` (
  `branchcode` varchar(255) NOT NULL,
  `branchname` varchar(255) DEFAULT NULL,
  `branchaddress1` varchar(255) DEFAULT NULL,
  `branchaddress2` varchar(255) DEFAULT NULL,
  `branchzip` varchar(255) DEFAULT NULL,
  `branchcity` varchar(255) DEFAULT NULL,
  `branchphone` varchar(255) DEFAULT NULL,
  `branchemail` varchar(255) DEFAULT NULL,
  `branchurl` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`branchcode`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `branches` WRITE;
/*!40000 ALTER TABLE `branches` DISABLE KEYS */;
INSERT INTO `branches` VALUES
('CTR','Médiathèque Jean-Exemple','1 place du Marché',NULL,'51480','Œuilly','03 00 00 00 00','mediatheque@exemple.fr','https://mediatheque.exemple.fr'),
('ETG','Annexe de l\'Étang',NULL,NULL,NULL,'Œuilly',NULL,NULL,NULL);
/*!40000 ALTER TABLE `branches` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `categories`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `categories` (
  `categorycode` varchar(255) NOT NULL,
  `description` varchar(255) DEFAULT NULL,
  `enrolmentperiod` int(11) DEFAULT NULL,
  `upperagelimit` int(11) DEFAULT NULL,
  `dateofbirthrequired` int(11) DEFAULT NULL,
  `finetype` varchar(255) DEFAULT NULL,
  `bulk` varchar(255) DEFAULT NULL,
  `enrolmentfee` decimal(28,6) DEFAULT NULL,
  `overduenoticerequired` int(11) DEFAULT NULL,
  `issuelimit` varchar(255) DEFAULT NULL,
  `reservefee` decimal(28,6) DEFAULT NULL,
  `category_type` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`categorycode`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `categories` WRITE;
/*!40000 ALTER TABLE `categories` DISABLE KEYS */;
INSERT INTO `categories` VALUES
('ADULT','Adulte',12,999,18,NULL,NULL,12.000000,1,NULL,0.000000,'A'),
('ENF','Enfant',12,17,5,NULL,NULL,0.000000,1,NULL,0.000000,'C');
/*!40000 ALTER TABLE `categories` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `circulation_rules`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `circulation_rules` (
  `id` int(11) NOT NULL,
  `branchcode` varchar(255) DEFAULT NULL,
  `categorycode` varchar(255) DEFAULT NULL,
  `itemtype` varchar(255) DEFAULT NULL,
  `rule_name` varchar(255) DEFAULT NULL,
  `rule_value` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `circulation_rules` WRITE;
/*!40000 ALTER TABLE `circulation_rules` DISABLE KEYS */;
INSERT INTO `circulation_rules` VALUES
(1,NULL,'ADULT','LIVR','issuelength','21'),
(2,'CTR',NULL,NULL,'maxissueqty','10');
/*!40000 ALTER TABLE `circulation_rules` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `issues`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `issues` (
  `issue_id` int(11) NOT NULL,
  `borrowernumber` int(11) DEFAULT NULL,
  `issuer_id` varchar(255) DEFAULT NULL,
  `itemnumber` int(11) DEFAULT NULL,
  `date_due` datetime DEFAULT NULL,
  `branchcode` varchar(255) DEFAULT NULL,
  `returndate` varchar(255) DEFAULT NULL,
  `lastreneweddate` datetime DEFAULT NULL,
  `renewals_count` int(11) DEFAULT NULL,
  `unseen_renewals` int(11) DEFAULT NULL,
  `auto_renew` int(11) DEFAULT NULL,
  `auto_renew_error` varchar(255) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `issuedate` datetime DEFAULT NULL,
  `onsite_checkout` int(11) DEFAULT NULL,
  `note` varchar(255) DEFAULT NULL,
  `notedate` varchar(255) DEFAULT NULL,
  `noteseen` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`issue_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `issues` WRITE;
/*!40000 ALTER TABLE `issues` DISABLE KEYS */;
INSERT INTO `issues` VALUES
(903,1,NULL,1,'2024-05-27 23:59:00','CTR',NULL,'2024-05-13 10:00:00',1,0,0,NULL,'2024-05-13 10:00:00','2024-05-06 15:04:00',0,NULL,NULL,NULL);
/*!40000 ALTER TABLE `issues` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `items`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `items` (
  `itemnumber` int(11) NOT NULL,
  `biblionumber` int(11) DEFAULT NULL,
  `biblioitemnumber` int(11) DEFAULT NULL,
  `barcode` varchar(255) DEFAULT NULL,
  `dateaccessioned` date DEFAULT NULL,
  `homebranch` varchar(255) DEFAULT NULL,
  `holdingbranch` varchar(255) DEFAULT NULL,
  `price` decimal(8,2) DEFAULT NULL,
  `notforloan` int(11) DEFAULT NULL,
  `damaged` int(11) DEFAULT NULL,
  `itemlost` int(11) DEFAULT NULL,
  `withdrawn` int(11) DEFAULT NULL,
  `itemcallnumber` varchar(255) DEFAULT NULL,
  `issues` int(11) DEFAULT NULL,
  `datelastborrowed` date DEFAULT NULL,
  `itemnotes` varchar(255) DEFAULT NULL,
  `itemnotes_nonpublic` varchar(255) DEFAULT NULL,
  `onloan` date DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `location` varchar(255) DEFAULT NULL,
  `ccode` varchar(255) DEFAULT NULL,
  `itype` varchar(255) DEFAULT NULL,
  `cn_source` varchar(255) DEFAULT NULL,
  `cn_sort` varchar(255) DEFAULT NULL,
  `enumchron` varchar(255) DEFAULT NULL,
  `stocknumber` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`itemnumber`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `items` WRITE;
/*!40000 ALTER TABLE `items` DISABLE KEYS */;
INSERT INTO `items` VALUES
(1,1,1,'33700000000018','2018-02-05','CTR','CTR',18.50,0,0,0,0,'R MOD',12,'2024-05-06',NULL,NULL,'2024-05-27','2020-03-12 09:08:56','ROM','ADU','LIVR',NULL,'',NULL,'2018-0001'),
(2,2,2,'33700000000026','2018-02-06','CTR','ETG',NULL,3,0,0,0,'780 SON',NULL,NULL,'Livret manquant','à recoller',NULL,'2020-03-12 09:08:56',NULL,NULL,'CD',NULL,'',NULL,NULL),
(3,1,1,'33700000000034',NULL,'CTR','CTR',NULL,9,0,0,0,'R MOD',NULL,NULL,NULL,NULL,NULL,'2020-03-12 09:08:56',NULL,NULL,'LIVR',NULL,'','t. 2',NULL);
/*!40000 ALTER TABLE `items` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `old_issues`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `old_issues` (
  `issue_id` int(11) NOT NULL,
  `borrowernumber` int(11) DEFAULT NULL,
  `issuer_id` varchar(255) DEFAULT NULL,
  `itemnumber` int(11) DEFAULT NULL,
  `date_due` datetime DEFAULT NULL,
  `branchcode` varchar(255) DEFAULT NULL,
  `returndate` datetime DEFAULT NULL,
  `lastreneweddate` varchar(255) DEFAULT NULL,
  `renewals_count` int(11) DEFAULT NULL,
  `unseen_renewals` int(11) DEFAULT NULL,
  `auto_renew` int(11) DEFAULT NULL,
  `auto_renew_error` varchar(255) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `issuedate` datetime DEFAULT NULL,
  `onsite_checkout` int(11) DEFAULT NULL,
  `note` varchar(255) DEFAULT NULL,
  `notedate` varchar(255) DEFAULT NULL,
  `noteseen` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`issue_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `old_issues` WRITE;
/*!40000 ALTER TABLE `old_issues` DISABLE KEYS */;
INSERT INTO `old_issues` VALUES
(901,NULL,NULL,1,'2024-03-22 23:59:00','CTR','2024-03-20 16:30:00',NULL,0,0,0,NULL,'2024-03-20 16:30:00','2024-03-01 10:00:00',0,NULL,NULL,NULL),
(902,2,NULL,2,'2024-04-23 23:59:00','ETG','2024-04-01 09:00:00',NULL,0,0,0,NULL,'2024-04-01 09:00:00','2024-04-02 10:00:00',1,NULL,NULL,NULL);
/*!40000 ALTER TABLE `old_issues` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `old_reserves`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `old_reserves` (
  `reserve_id` int(11) NOT NULL,
  `borrowernumber` int(11) DEFAULT NULL,
  `reservedate` date DEFAULT NULL,
  `biblionumber` int(11) DEFAULT NULL,
  `branchcode` varchar(255) DEFAULT NULL,
  `notificationdate` varchar(255) DEFAULT NULL,
  `reminderdate` varchar(255) DEFAULT NULL,
  `cancellationdate` date DEFAULT NULL,
  `reservenotes` varchar(255) DEFAULT NULL,
  `priority` int(11) DEFAULT NULL,
  `found` varchar(255) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `itemnumber` varchar(255) DEFAULT NULL,
  `waitingdate` varchar(255) DEFAULT NULL,
  `expirationdate` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`reserve_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `old_reserves` WRITE;
/*!40000 ALTER TABLE `old_reserves` DISABLE KEYS */;
INSERT INTO `old_reserves` VALUES
(3,1,'2023-06-03',2,'CTR',NULL,NULL,'2023-06-10',NULL,0,NULL,'2023-06-10 11:00:00',NULL,NULL,NULL);
/*!40000 ALTER TABLE `old_reserves` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `reserves`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `reserves` (
  `reserve_id` int(11) NOT NULL,
  `borrowernumber` int(11) DEFAULT NULL,
  `reservedate` date DEFAULT NULL,
  `biblionumber` int(11) DEFAULT NULL,
  `branchcode` varchar(255) DEFAULT NULL,
  `notificationdate` varchar(255) DEFAULT NULL,
  `reminderdate` varchar(255) DEFAULT NULL,
  `cancellationdate` varchar(255) DEFAULT NULL,
  `reservenotes` varchar(255) DEFAULT NULL,
  `priority` int(11) DEFAULT NULL,
  `found` varchar(255) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `itemnumber` int(11) DEFAULT NULL,
  `waitingdate` date DEFAULT NULL,
  `expirationdate` date DEFAULT NULL,
  PRIMARY KEY (`reserve_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `reserves` WRITE;
/*!40000 ALTER TABLE `reserves` DISABLE KEYS */;
INSERT INTO `reserves` VALUES
(1,2,'2024-05-10',1,'CTR',NULL,NULL,NULL,NULL,1,NULL,'2024-05-10 11:00:00',NULL,NULL,NULL),
(2,1,'2024-06-03',2,'CTR',NULL,NULL,NULL,NULL,0,'W','2024-06-04 11:00:00',2,'2024-06-04','2024-06-19');
/*!40000 ALTER TABLE `reserves` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

